import type { AssignorSpec } from '../assignor.ts'
import { stick } from '../stick.ts'

/** Evenly, and as little as possible moves; but everybody stops reading while it is worked out. Source: KIP-54. */
export const assignor: AssignorSpec = {
  name: 'sticky',
  title: 'Sticky',
  cooperative: false,
  assign: stick,
}
