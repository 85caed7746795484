/** Sharper than this is not seen, and costs. */
const MOST_PIXELS = 2

/** Pixels of a canvas' bitmap for each CSS pixel, across and down. */
export const canvasPixelRatio = (): number => Math.min(MOST_PIXELS, devicePixelRatio)
