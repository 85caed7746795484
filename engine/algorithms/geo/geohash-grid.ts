import { assert } from '../../lib/assert.ts'

/** The letters of a geohash, each five bits. */
const LETTERS = '0123456789bcdefghjkmnpqrstuvwxyz'
export const PRECISION_MAX = 12
/** Bits of a longitude, and of a latitude, in the longest geohash. */
export const AXIS_BITS = 30

/** Two letters for five bits of longitude (the upper) and five of latitude: letters take turns, longitude first. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) => {
  let mixed = 0
  for (let bit = 4; bit >= 0; bit--) {
    mixed = mixed * 4 + ((bits >> (bit + 5)) & 1) * 2 + ((bits >> bit) & 1)
  }
  return LETTERS[mixed >> 5] + LETTERS[mixed & 31]
})
const LETTER_VALUES = letterValues()

function letterValues(): Int8Array {
  const values = new Int8Array(128).fill(-1)
  for (let value = 0; value < LETTERS.length; value++) {
    values[LETTERS.charCodeAt(value)] = value
    values[LETTERS[value].toUpperCase().charCodeAt(0)] = value
  }
  return values
}

/** Bits of longitude in a geohash of so many letters; the odd bit is its. */
export const longitudeBits = (precision: number): number => (5 * precision + 1) >> 1
/** Bits of latitude in a geohash of so many letters. */
export const latitudeBits = (precision: number): number => (5 * precision) >> 1

export function assertPrecision(precision: number): void {
  const counted = Number.isInteger(precision) && precision >= 1 && precision <= PRECISION_MAX
  assert(counted, 'a geohash has 1 to 12 letters')
}

/**
 * In which of the 2^30 equal parts of [-half, half] an angle lies, in degrees; the last part takes `half` itself. Exactly where bisection
 * would put it: the parts' edges are whole multiples of 45 / 2^28 or 2^27 and so free of rounding, and they have the last word.
 */
export function partOf(degrees: number, half: 90 | 180): number {
  const width = half / 536870912 // 2^29
  const part = Math.floor((degrees + half) / width)
  const edge = part * width - half
  if (degrees < edge) return part - 1
  return degrees >= edge + width ? Math.min(part + 1, 1073741823) : Math.min(part, 1073741823)
}

/** The geohash of a place on both axes, each of 30 bits, of which as many count as there are letters. */
export function lettersOf(longitudePart: number, latitudePart: number, precision: number): string {
  let letters = ''
  let left = precision
  for (let shift = 25; left > 0; shift -= 5, left -= 2) {
    const pair = PAIRS[(((longitudePart >> shift) & 31) << 5) | ((latitudePart >> shift) & 31)]
    letters += left === 1 ? pair[0] : pair
  }
  return letters
}

/** A cell of the grid of some precision: columns count from the date line eastward, rows from the South Pole northward. */
export interface GridCell {
  precision: number
  column: number
  row: number
}

/** The cell that a geohash names, in either case of letters. */
export function cellOf(geohash: string): GridCell {
  const precision = geohash.length
  assertPrecision(precision)
  let column = 0
  let row = 0
  for (let i = 0; i < precision; i++) {
    const code = geohash.charCodeAt(i)
    const value = code < 128 ? LETTER_VALUES[code] : -1
    assert(value >= 0, 'a geohash is made of digits and letters other than a, i, l and o')
    const outer = ((value >> 2) & 4) | ((value >> 1) & 2) | (value & 1) // bits 4, 2, 0
    const inner = ((value >> 2) & 2) | ((value >> 1) & 1) // bits 3, 1
    column = (i & 1) === 0 ? (column << 3) | outer : (column << 2) | inner
    row = (i & 1) === 0 ? (row << 2) | inner : (row << 3) | outer
  }
  return { precision, column, row }
}

/** The geohash of a cell that lies on the grid. */
export function geohashOf(precision: number, column: number, row: number): string {
  const longitudePart = column << (AXIS_BITS - longitudeBits(precision))
  return lettersOf(longitudePart, row << (AXIS_BITS - latitudeBits(precision)), precision)
}
