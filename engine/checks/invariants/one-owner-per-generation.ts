import type { Nanos } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'
import { atSeconds, type AssignmentAdopted, type OffsetsCommitted } from '../stream-log.ts'

interface Claim {
  readonly member: string
  readonly atNanos: Nanos
  readonly does: string
}
interface State {
  generation: number
  readonly claims: Map<number, Claim>
}

/** Judged by what members take up and by whose commits the coordinator takes in, generation by generation. */
export const invariant = defineInvariant<State>({
  name: 'one-owner-per-generation',
  title: 'One owner a partition and generation',
  doc: 'In one generation of the group a partition is assigned to one member, and only that one commits for it.',
  start: () => ({ generation: 0, claims: new Map() }),
  on: {
    'assignment-adopted': (state, fact: AssignmentAdopted, node) => claim(state, fact, 'takes up', node),
    'offsets-committed': (state, fact: OffsetsCommitted, node) => claim(state, fact, 'commits for', node),
  },
})

function claim(
  state: State,
  { generation, member, partitions, atNanos }: AssignmentAdopted,
  does: string,
  node: string,
): Violation | null | undefined {
  if (generation < state.generation) return undefined
  if (generation > state.generation) {
    state.generation = generation
    state.claims.clear()
  }
  let violation: Violation | null = null
  for (const partition of partitions) {
    const before = state.claims.get(partition)
    if (before === undefined) state.claims.set(partition, { member, atNanos, does })
    else if (before.member !== member)
      violation ??= {
        says: `Partition ${partition} has two owners in generation ${generation}.`,
        operations: [
          `${atSeconds(before.atNanos)}: ${before.member} ${before.does} it`,
          `${atSeconds(atNanos)}: ${member} ${does} it`,
        ],
        nodes: [node],
      }
  }
  return violation
}
