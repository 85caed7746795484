/**
 * Capacities worth drawing: 1, 1.5, 2, 3, 5, 7 times powers of ten, up to and with `largest` (the distinct keys, or
 * their bytes).
 */
export function curveCapacities(largest: number): number[] {
  const capacities: number[] = []
  for (let decade = 1; decade < largest; decade *= 10) {
    for (const factor of [10, 15, 20, 30, 50, 70]) {
      const capacity = (factor * decade) / 10
      if (Number.isInteger(capacity) && capacity < largest) capacities.push(capacity)
    }
  }
  return [...capacities, Math.max(1, largest)]
}
