import { describe, expect, test } from 'vitest'
import { partitionNamed } from '../algorithms/partition/catalogue.ts'
import type { CheckContext } from './define-invariant.ts'
import { invariant } from './invariants/few-rows-move.ts'
import type { TableMap } from './sharded-table.ts'

const ROWS = 12_000
const mapOf = (strategy: string, shards: number, virtualNodes = 250): TableMap => ({
  version: shards,
  strategy,
  members: Array.from({ length: shards }, (_, shard) => shard),
  layout: [],
  keys: ROWS,
  virtualNodes,
})
const grown = (map: TableMap): TableMap => ({
  ...map,
  ...partitionNamed(map.strategy).create(map).withMember(map.members.length),
  version: map.version + 1,
})
const shareGiven = (before: TableMap, after: TableMap) => {
  const [old, young] = [before, after].map((map) => partitionNamed(map.strategy).create(map))
  const keys = Array.from({ length: ROWS }, (_, key) => key)
  return keys.filter((key) => old.ownerOf(key) !== young.ownerOf(key)).length / ROWS
}
/** What the check says of a move after which so large a share of the rows has changed its shard. */
function told(before: TableMap, after: TableMap, share: number): string | null {
  const ctx = { now: 2e9 } as CheckContext
  const fact = { before, after, moved: Math.round(share * ROWS), rows: ROWS, beganAt: 1e9 }
  const judge = invariant.on!.resharded as (...args: unknown[]) => { says: string } | null
  return judge(invariant.start(ctx), fact, 'coordinator', ctx)?.says ?? null
}

describe('only the rows that must move do', () => {
  test.each(['hash-ring', 'rendezvous', 'jump', 'range', 'geographic'])('and %s moves them', (strategy) => {
    const before = mapOf(strategy, 4)
    const after = grown(before)
    expect(told(before, after, shareGiven(before, after))).toBeNull()
  })

  test('planted: nearly all of them move', () => {
    const before = mapOf('mod-n', 4)
    const after = grown(before)
    expect(told(before, after, shareGiven(before, after))).toMatch(
      /^80 % of the rows moved .* where 20 % had to/,
    )
  })

  test('planted: the shard joins, and nothing is brought to it', () => {
    const before = mapOf('hash-ring', 4)
    const after = grown(before)
    expect(told(before, after, 0)).toMatch(
      /^0 % of the rows moved .* the new map gives \d+ % of them to others/,
    )
  })

  test('planted: the move ends when half of it is done', () => {
    const before = mapOf('jump', 4)
    const after = grown(before)
    expect(told(before, after, 0.1)).toMatch(/^10 % of the rows moved/)
  })

  test('planted: rings with so few points that the newcomer’s share is as chance will have it', () => {
    const says = [1, 2, 3, 4, 5, 6, 7, 8].map((points) => {
      const before = mapOf('hash-ring', 4, points)
      const after = grown(before)
      return told(before, after, shareGiven(before, after)) ?? ''
    })
    expect(says.some((each) => each.includes('where 20 % make the shards’ shares alike'))).toBe(true)
  })
})
