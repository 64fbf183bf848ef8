// Numbers for people: written, on a logarithmic axis, and summed up.

/** A number as it is written: 12.3, 0.0123, 1.2·10⁻⁹, 4,300. */
export function number(value, digits = 3, locale = "en") {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [figures, power] = value.toExponential(digits - 2).split("e");
    return `${figures}·${decade(Number(power))}`;
  }
  if (size >= 1000) return Math.round(value).toLocaleString(locale);
  return String(Number(value.toPrecision(digits)));
}

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** A whole number as an exponent: ²⁷. */
export const raised = (power) => [...String(power)].map((c) => RAISED[c]).join("");

/** A power of ten as it is written: 10⁻⁶. */
export const decade = (power) => `10${raised(power)}`;

const tenTo = (power) => Number(`1e${power}`);

/** A logarithmic axis over whole powers of ten, labelled 10⁻⁶, 10⁻⁴, … */
export function decades(values) {
  const positive = values.filter((v) => v > 0);
  const low = Math.floor(Math.log10(Math.min(...positive)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive)) - 1e-9));
  const step = Math.ceil((high - low) / 8);
  const ticks = [];
  for (let power = low; power <= high; power += step) ticks.push(tenTo(power));
  return {
    type: "log",
    domain: [tenTo(low), tenTo(high)],
    ticks,
    tickFormat: (v) => decade(Math.round(Math.log10(v))),
    grid: true,
  };
}

/** Mean and standard deviation (n − 1). */
export function spread(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null };
}
