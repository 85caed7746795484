import { describe, expect, test } from 'vitest'
import { QuorumTally } from '../../algorithms/replication/quorum-tally.ts'
import { ReplicaGroup } from '../../algorithms/replication/replica-group.ts'
import type { Call } from '../../kernel/call.ts'
import { ms, s } from '../../lib/units.ts'
import { ServiceBed } from '../service.bed.ts'
import type { StoreReading } from './protocol.ts'
import { service } from './service.ts'
import type { StorageState } from './storage-state.ts'

/** All sets of members whose answers are enough at a level, as the tally of the replicas counts them. */
function quorums(size: number, level: number): number[][] {
  const members = Array.from({ length: size }, (_, member) => ({ name: `m${member}`, region: '' }))
  const group = new ReplicaGroup({ members, self: 0 })
  const sets: number[][] = []
  for (let bits = 0; bits < 1 << size; bits++) {
    const set = members.map((_, member) => member).filter((member) => (bits >> member) & 1)
    const tally = new QuorumTally({ level, group })
    for (const member of set) tally.add(member)
    if (tally.satisfied) sets.push(set)
  }
  return sets
}

const cases = [1, 2, 3, 4, 5].flatMap((n) =>
  Array.from({ length: n * n }, (_, i) => ({ n, r: 1 + (i % n), w: 1 + Math.floor(i / n) })),
)

test.each(cases)(
  'N = $n, R = $r, W = $w: every read quorum meets every write quorum exactly when R + W > N',
  ({ n, r, w }) => {
    const writes = quorums(n, w)
    const meet = quorums(n, r).every((read) =>
      writes.every((write) => read.some((member) => write.includes(member))),
    )
    expect(meet).toBe(r + w > n)
  },
)

const KEY = 5
const NODES = ['a', 'b', 'c', 'd', 'e', 'f']

/** Six nodes, three copies, R = W = 2; somebody asks one of them that has no part in the key. */
function ring(quorum: 'sloppy' | 'strict') {
  const bed = new ServiceBed()
  const kinds = NODES.map((id) =>
    bed.kind(id, service, { ringSize: NODES.length, quorum, readRepair: false }),
  )
  for (const [i, { node }] of kinds.entries())
    for (const other of kinds.slice(i + 1)) bed.connect(node, 'peers', other.node, ms(0.5))
  const answers: { ok: boolean; failure: string | null; value: unknown }[] = []
  const asker = bed.node('asker', {
    reply: ({ ok, failure, value }: Call) => void answers.push({ ok, failure, value }),
  })
  for (const { behaviour } of kinds) behaviour.start()
  const { walk } = (kinds[0].behaviour.state as StorageState).node.ring.placeOf(KEY)
  // In the order in which the key prefers them: three owners, then those who stand in for them.
  const nodes = walk.map((member) => kinds[member].node)
  const link = bed.connect(asker, 'out', nodes.at(-1)!)
  const ask = (op: 'read' | 'write', body?: unknown) => {
    bed.kernel.calls.issue(asker, link, { op, key: KEY, body, client: 1 }, null, null, {})
    bed.run(bed.kernel.now + s(1))
    return answers.at(-1)!
  }
  const wait = (nanos: number) => bed.run(bed.kernel.now + nanos)
  wait(s(1))
  return { nodes, ask, wait }
}

/** A write while two owners are away; then these are back, and whoever took it is away. */
function writeElsewhere(quorum: 'sloppy' | 'strict') {
  const { nodes, ask, wait } = ring(quorum)
  const [first, second, third, ...rest] = nodes
  for (const owner of [first, second]) owner.crash()
  wait(s(5)) // until all know
  const write = ask('write', 1)
  for (const taker of [third, ...rest.slice(0, -1)]) taker.crash()
  for (const owner of [first, second]) owner.restart()
  wait(s(5))
  return { write, read: ask('read') }
}

describe('R + W > N, by a run', () => {
  test('with a sloppy quorum a write and a later read may have no node in common: what was acknowledged is not seen', () => {
    const { write, read } = writeElsewhere('sloppy')
    expect(write.ok).toBe(true)
    expect(read.ok).toBe(true)
    expect((read.value as StoreReading).siblings).toEqual([])
  })

  test('with a strict one the write is refused instead', () => {
    const { write, read } = writeElsewhere('strict')
    expect(write).toMatchObject({ ok: false, failure: 'replicas-unreachable' })
    expect(read.ok).toBe(true)
  })
})
