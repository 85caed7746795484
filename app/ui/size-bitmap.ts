/** Makes a canvas' bitmap as large as the canvas is on the screen, in CSS pixels. A new size clears it: it is set only when it differs. */
export function sizeBitmap(
  bitmap: { width: number; height: number },
  { width, height, pixelRatio }: { width: number; height: number; pixelRatio: number },
): void {
  const [across, down] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)]
  if (bitmap.width !== across) bitmap.width = across
  if (bitmap.height !== down) bitmap.height = down
}
