import { describe, expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

/** A coordinator and two participants that know each other, and somebody who orders. */
function members(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const outcomes: (string | null)[] = []
  const kinds = ['orders', 'stock', 'payments'].map((id, i) =>
    bed.kind(id, service, { role: i === 0 ? 'coordinator' : 'participant', refuseShare: 0, ...params }),
  )
  const links = kinds.flatMap(({ node }, i) =>
    kinds.slice(i + 1).map((other) => bed.connect(node, 'peers', other.node, ms(10))),
  )
  const asker = bed.node('asker', { reply: ({ failure }) => void outcomes.push(failure) })
  const toCoordinator = bed.connect(asker, 'out', kinds[0].node)
  const toParticipant = bed.connect(asker, 'out', kinds[1].node)
  for (const { behaviour } of kinds) behaviour.start()
  const order = (key: number, link = toCoordinator) =>
    bed.kernel.calls.issue(asker, link, { op: 'order', key }, null, null, {})
  const inside = (at: number) => kinds[at].behaviour.inspect() as unknown as { lockedKeys: number[] }
  return { bed, kinds, links, outcomes, order, toParticipant, inside }
}

describe('members of a two-phase commit', () => {
  test('all commit, and let go of the key', () => {
    const { bed, outcomes, order, kinds, inside } = members()
    order(7)
    bed.run(s(1))
    expect(outcomes).toEqual([null])
    expect(kinds.map(({ counters }) => counters.committed)).toEqual([1, 1, 1])
    expect([inside(1).lockedKeys, inside(2).lockedKeys]).toEqual([[], []])
  })

  test('of two orders of one key at once the second is turned down, and changes nothing', () => {
    const { bed, outcomes, order, kinds } = members()
    order(7)
    order(7)
    bed.run(s(1))
    expect(outcomes).toHaveLength(2)
    expect(new Set(outcomes)).toEqual(new Set([null, 'voted-down']))
    expect(kinds[1].counters).toMatchObject({ committed: 1, refused: 1 })
  })

  test('a participant that is down counts as a no once the vote is over', () => {
    const { bed, outcomes, order, kinds } = members({ voteTimeoutMs: 300 })
    kinds[2].node.crash()
    order(7)
    bed.run(ms(250))
    expect(outcomes).toEqual([])
    bed.run(s(2))
    expect(outcomes).toEqual(['transaction-aborted'])
    expect(kinds[1].counters).toMatchObject({ committed: 0, aborted: 1 })
  })

  test('how long somebody was in doubt is told by true time, whatever his clock says, over a restart too', () => {
    const { bed, order, kinds } = members({ workMs: 1, fsyncMs: 1, voteTimeoutMs: 300 })
    kinds[1].node.clock.skew(0, s(60), 0)
    kinds[2].node.crash() // so that nothing is decided before the vote is over
    order(7)
    bed.at(ms(100), () => kinds[1].node.crash())
    bed.at(ms(150), () => kinds[1].node.restart())
    bed.run(s(3))
    const { all } = kinds[1].behaviour.context.metrics.samples.doubtTime
    expect([all.count, all.min > ms(200), all.max < s(1)]).toEqual([1, true, true])
  })

  test('who has not written down how he voted is in doubt no more after a restart', () => {
    const { bed, order, kinds } = members({ workMs: 1, fsyncMs: 1, voteTimeoutMs: 300, logsVote: false })
    const inDoubt = () => (kinds[1].behaviour.inspect() as unknown as { inDoubt: unknown[] }).inDoubt.length
    kinds[2].node.crash()
    order(7)
    bed.run(ms(100))
    expect(inDoubt()).toBe(1)
    kinds[1].node.crash()
    kinds[1].node.restart()
    expect(inDoubt()).toBe(0)
  })

  test('a clock that is set forward ends no vote', () => {
    const { bed, outcomes, order, kinds } = members({ workMs: 100, voteTimeoutMs: 2_000 })
    order(7)
    bed.at(ms(20), () => void kinds[0].node.clock.skew(ms(20), s(60), 0))
    bed.run(s(1))
    expect(outcomes).toEqual([null])
  })

  test('who has voted waits for a coordinator that dies, and learns the outcome when it is back', () => {
    const { bed, order, kinds, inside } = members({ workMs: 1, fsyncMs: 1 })
    order(7)
    bed.run(ms(18)) // the votes are on their way
    kinds[0].node.crash()
    bed.run(s(5))
    expect([inside(1).lockedKeys, inside(2).lockedKeys]).toEqual([[7], [7]])
    kinds[0].node.restart()
    bed.run(s(10))
    expect([inside(1).lockedKeys, inside(2).lockedKeys]).toEqual([[], []])
    expect(kinds.slice(1).map(({ counters }) => counters.committed)).toEqual([0, 0]) // presumed aborted
  })

  test('a participant that crashes after its vote keeps its word: it is in doubt again when it is back', () => {
    const { bed, order, kinds, inside } = members({ workMs: 1, fsyncMs: 1 })
    order(7)
    bed.run(ms(18))
    kinds[0].node.crash()
    kinds[1].node.crash()
    kinds[1].node.restart()
    expect(inside(1).lockedKeys).toEqual([7])
  })

  test('only the coordinator takes orders', () => {
    const { bed, outcomes, order, toParticipant } = members()
    order(7, toParticipant)
    bed.run(s(1))
    expect(outcomes).toEqual(['not-understood'])
  })
})

describe('members of a saga', () => {
  test('a step that is refused has those before it undone, and the order fails for good', () => {
    const { bed, outcomes, order, kinds } = members({ protocol: 'saga' })
    kinds[2].behaviour.set('refuseShare', 1)
    order(7)
    bed.run(s(3))
    expect(outcomes).toEqual(['saga-undone'])
    expect(kinds[1].counters).toMatchObject({ applied: 1, reverted: 1 })
    expect(kinds[2].counters).toMatchObject({ applied: 0 })
  })

  test('a coordinator that crashes goes on with it afterwards', () => {
    const { bed, order, kinds } = members({ protocol: 'saga' })
    order(7)
    bed.run(ms(15))
    kinds[0].node.crash()
    bed.run(s(1))
    kinds[0].node.restart()
    bed.run(s(8))
    const [, stock, payments] = kinds.map(({ counters }) => counters)
    const whole = stock.applied - stock.reverted
    expect(payments.applied - payments.reverted).toBe(whole)
    expect(kinds[0].behaviour.inspect()).toMatchObject({ sagas: [] })
  })
})
