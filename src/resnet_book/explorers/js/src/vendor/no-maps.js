// Stands for d3-geo in the bundle: the book draws no maps, and this saves a tenth of the bundle.
const none = () => null;

export {
  none as geoPath,
  none as geoCentroid,
  none as geoTransform,
  none as geoGraticule,
  none as geoGraticule10,
  none as geoTransverseMercator,
  none as geoStream,
  none as geoStereographic,
  none as geoOrthographic,
  none as geoMercator,
  none as geoGnomonic,
  none as geoEquirectangular,
  none as geoEqualEarth,
  none as geoConicEquidistant,
  none as geoConicEqualArea,
  none as geoConicConformal,
  none as geoClipRectangle,
  none as geoAzimuthalEquidistant,
  none as geoAzimuthalEqualArea,
  none as geoAlbersUsa,
  none as geoAlbers,
};
