const POWERS = Array.from({ length: 31 }, (_, bits) => 1 / (1 << bits))

/** How many degrees a cell spans of `range`, when that is halved so many times; exact. */
export const widthOf = (range: 180 | 360, halvings: number): number => range * POWERS[halvings]
