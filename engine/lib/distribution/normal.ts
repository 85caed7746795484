import { exp, ln } from '../math.ts'
import type { RandomStream } from '../random.ts'

const LAYERS = 256
/** Where the tail begins, and the area of each layer, for 256 layers. */
const TAIL = 3.6541528853610088
const AREA = 4.92867323399e-3
const FRACTIONS = 8388608 // 2^23: a draw's 32 bits are 8 of a layer, one of a sign and 23 of a place

const bell = (x: number): number => exp(-0.5 * x * x)
const { edges, scales, heights } = tables()

function tables() {
  const rights = new Float64Array(LAYERS + 1)
  rights[0] = AREA / bell(TAIL)
  rights[1] = TAIL
  for (let i = 2; i < LAYERS; i++) {
    rights[i] = Math.sqrt(-2 * ln(AREA / rights[i - 1] + bell(rights[i - 1])))
  }
  rights[LAYERS] = 0
  return {
    edges: rights,
    scales: rights.map((right) => right / FRACTIONS),
    heights: rights.map((right) => bell(right)),
  }
}

/**
 * A normal number of mean 0 and variance 1, by the ziggurat.
 * Paper: Marsaglia and Tsang, "The ziggurat method for generating random variables" (2000); layer, sign and place come from different
 * bits. Compare: Box and Muller, which takes a logarithm, a root and a sine. Cost: one draw in 98.8 % of all cases.
 */
export function normal(random: RandomStream): number {
  while (true) {
    const bits = random.int32()
    const layer = bits & 255
    const place = (bits >>> 9) * scales[layer]
    const x = (bits & 256) === 0 ? place : -place
    if (place < edges[layer + 1]) return x
    if (layer === 0) return x < 0 ? -tail(random) : tail(random)
    if (heights[layer] + random.uniform53() * (heights[layer + 1] - heights[layer]) < bell(place)) return x
  }
}

/** Beyond the last edge. Marsaglia (1964). */
function tail(random: RandomStream): number {
  while (true) {
    const x = -ln(1 - random.uniform53()) / TAIL
    const y = -ln(1 - random.uniform53())
    if (y + y >= x * x) return TAIL + x
  }
}
