import { canvasPixelRatio } from './canvas-pixel-ratio.ts'
import { sizeBitmap } from './size-bitmap.ts'

interface Size {
  width: number
  height: number
}

/** Sizes as the observer told them: asking the element would have the browser lay the page out, in every frame anew. */
const sizes = new WeakMap<Element, Size>()
const observer =
  typeof ResizeObserver === 'undefined'
    ? null
    : new ResizeObserver((entries) => {
        for (const { target, contentRect } of entries) sizes.set(target, sizeOf(contentRect))
      })

/** Makes a canvas' bitmap as large as the element is on the screen; says its size in CSS pixels, and pixels a CSS pixel. */
export function fitCanvas(canvas: HTMLCanvasElement): Size & { pixelRatio: number } {
  const pixelRatio = canvasPixelRatio()
  let size = sizes.get(canvas)
  if (size === undefined) {
    size = { width: canvas.clientWidth, height: canvas.clientHeight }
    sizes.set(canvas, size)
    observer?.observe(canvas)
  }
  const fitted = { ...size, pixelRatio }
  sizeBitmap(canvas, fitted)
  return fitted
}

const sizeOf = ({ width, height }: Size): Size => ({ width: Math.round(width), height: Math.round(height) })
