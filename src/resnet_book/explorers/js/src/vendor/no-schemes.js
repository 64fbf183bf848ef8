// Stands for Observable Plot's colour schemes in the bundle: a drawing here names each colour, and this
// saves a tenth of the bundle. A mark that asks for a scheme gets the reason.
const none = () => {
  throw new Error("no colour schemes in this bundle: name each colour");
};

export const isCategoricalScheme = () => false;
export const isDivergingScheme = () => false;
export { none as maybeBooleanRange, none as ordinalRange, none as ordinalScheme, none as quantitativeScheme };
