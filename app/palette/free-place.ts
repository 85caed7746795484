import type { Document } from '../../engine/schema/document.ts'
import { freeShift, type Place } from '../../engine/schema/edit/free-shift.ts'

const STEP = 0.5

/** The place nearest to `wish` where a new card touches no other, in cells of the grid. */
export function freePlace(document: Pick<Document, 'nodes'>, [column, row]: Place): [number, number] {
  const wished: Place = [half(column), half(row)]
  const [right, down] = freeShift(document, [wished])
  return [wished[0] + right, wished[1] + down]
}

const half = (value: number): number => Math.round(value / STEP) * STEP
