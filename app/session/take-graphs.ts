import type { LaneDescription, LaneFrame } from '../../workers/api.ts'
import type { FrameRing } from './frame-ring.ts'

/** The lanes as a frame says they are now, with their rings told; null when the graph was not edited. */
export function takeGraphs(
  lanes: readonly LaneDescription[],
  frames: readonly LaneFrame[],
  rings: readonly FrameRing[],
): LaneDescription[] | null {
  if (frames.every(({ graph }) => graph === null)) return null
  return lanes.map((lane, i) => {
    const change = frames[i].graph
    if (change === null) return lane
    rings[i].change(change.columns)
    const places = [...lane.places]
    for (const { at, column } of change.columns) places[at] = column
    return { ...lane, places, columns: places.filter((column) => column !== null), links: change.links }
  })
}
