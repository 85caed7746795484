/** What a slider runs over. */
export interface SliderRange {
  min: number
  max: number
  scale?: 'linear' | 'log'
  integer?: boolean
}

/** How many places a slider's thumb can stand at, at most. */
const PLACES = 400

/** Positions run from 0 to this. Few whole numbers get one position each. */
export function lastPosition({ min, max, scale, integer = false }: SliderRange): number {
  return integer && scale !== 'log' && max - min <= 2 * PLACES ? max - min : PLACES
}

/** Where the thumb stands for a value. */
export function toPosition(value: number, range: SliderRange): number {
  const { min, max } = range
  const last = lastPosition(range)
  const inside = Math.min(max, Math.max(min, value))
  if (max <= min) return 0
  if (range.scale !== 'log') return Math.round(((inside - min) / (max - min)) * last)
  const low = lowestPositive(range)
  if (inside < low) return 0
  const share = Math.log(inside / low) / Math.log(max / low)
  // With zero at the left end, the logarithm begins one place further.
  return min > 0 ? Math.round(share * last) : 1 + Math.round(share * (last - 1))
}

/** The value of a position: three significant figures, and the ends exactly. */
export function fromPosition(position: number, range: SliderRange): number {
  const { min, max } = range
  const last = lastPosition(range)
  if (position <= 0) return min
  if (position >= last) return max
  if (range.scale !== 'log') return rounded(min + (position / last) * (max - min), range)
  const low = lowestPositive(range)
  const share = min > 0 ? position / last : (position - 1) / (last - 1)
  return rounded(low * (max / low) ** share, range)
}

/** The least value above zero that a logarithmic slider can show. */
function lowestPositive({ min, max, integer = false }: SliderRange): number {
  if (min > 0) return min
  return integer ? Math.min(1, max) : max / 1e6
}

function rounded(value: number, { min, max, scale, integer = false }: SliderRange): number {
  const inside = Math.min(max, Math.max(min, value))
  if (integer) return inside < 1000 ? Math.round(inside) : Number(inside.toPrecision(3))
  const significant = scale === 'log' ? inside : max - min
  const step = 10 ** (Math.floor(Math.log10(Math.abs(significant) || 1)) - (scale === 'log' ? 2 : 3))
  return Number((Math.round(inside / step) * step).toPrecision(12))
}
