// The digits as they come with the page, from scripts/write_digits.py.

/**
 * Both splits, {train, test}, each {images, labels}, as networks take them: less the mean of each pixel over the
 * training images, times one over their deviation.
 */
export function standardised({ mean, scale, train, test }) {
  const first = "a".charCodeAt(0);
  const value = (letter, i) => {
    const grey = Math.round(((letter.charCodeAt(0) - first) * 255) / 16);
    return Math.fround(grey - mean[i % mean.length]) * scale;
  };
  const made = ({ images, labels }) => ({
    images: Float32Array.from(images, value),
    labels: Int32Array.from(labels, Number),
  });
  return { train: made(train), test: made(test) };
}
