/** Simulated seconds a second, slowest first; the last one is flat out. */
export const SPEEDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, Infinity] as const

/** How a speed is named. */
export const speedName = (speed: number): string => (speed === Infinity ? 'Flat out' : `${speed}×`)

/** The next speed up (1) or down (-1) from one that may lie between the steps. */
export function nextSpeed(speed: number, way: 1 | -1): number {
  const steps =
    way === 1 ? SPEEDS.filter((step) => step > speed) : SPEEDS.filter((step) => step < speed).reverse()
  return steps[0] ?? speed
}
