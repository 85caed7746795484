import type { FrameRing } from '../session/frame-ring.ts'

/** What a node is up to, worst first. */
export const NODE_STATES = ['down', 'paused', 'failing', 'saturated', 'slow', 'calm'] as const
export type NodeState = (typeof NODE_STATES)[number]

/** Codes of the `status` column. */
const DOWN = 0
const PAUSED = 1
const SLOW = 3

/** Readings that are looked back on: a second, at ten a second. */
const RECENT = 10
/** Above this share of failed answers a node is failing. */
const FAILING_SHARE = 0.05
/** At this utilization waiting has become longer than working. */
const SATURATED_UTILIZATION = 0.9

/** The state of a node by its newest readings. Figures are means over a second, so that it does not flicker. */
export function nodeState(ring: FrameRing, node: string): NodeState {
  const status = ring.latest(`${node}.status`)
  if (status === DOWN) return 'down'
  if (status === PAUSED) return 'paused'
  const failures = ring.recentMean(`${node}.failures`, RECENT)
  const answered = ring.recentMean(`${node}.rate`, RECENT)
  if (failures > 0 && failures > FAILING_SHARE * Math.max(answered, failures)) return 'failing'
  if (ring.recentMean(`${node}.utilization`, RECENT) >= SATURATED_UTILIZATION) return 'saturated'
  return status === SLOW ? 'slow' : 'calm'
}
