/** Sharper than this is not seen, and costs. */
const MOST_PIXELS = 2

/** Makes a canvas' bitmap as large as the element is on the screen; says its size in CSS pixels, and pixels a CSS pixel. */
export function fitCanvas(canvas: HTMLCanvasElement): { width: number; height: number; pixelRatio: number } {
  const pixelRatio = Math.min(MOST_PIXELS, devicePixelRatio)
  const { clientWidth: width, clientHeight: height } = canvas
  const [across, down] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)]
  if (canvas.width !== across) canvas.width = across
  if (canvas.height !== down) canvas.height = down
  return { width, height, pixelRatio }
}
