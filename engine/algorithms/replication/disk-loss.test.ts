import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { ms, s, type Nanos } from '../../lib/units.ts'
import { CrdtReplication } from './crdt-replication.ts'
import { LogLeader } from './log-leader.ts'
import type { AppendReply, LogShippingMessage } from './log-shipping-messages.ts'
import { MultiLeader } from './multi-leader.ts'
import { Outbox } from './outbox.ts'
import { ReplicaGroup } from './replica-group.ts'
import { contentHash } from './replica.ts'
import { ShippedLog } from './shipped-log.ts'
import { SimulatedGroup } from './simulated-group.bed.ts'

const members = ['a', 'b', 'c'].map((region) => ({ name: region, region }))
const size = members.length

const options = (self: number, retainOperations: number, wallClock: () => Nanos) => ({
  group: new ReplicaGroup({ members, self }),
  random: new RandomStream(1, `replica ${self}`),
  wallClock,
  resendNanos: ms(200),
  batchNanos: 0,
  antiEntropyNanos: ms(500),
  sendsOperations: true,
  retainOperations,
  entryBytes: 200,
  maxDriftNanos: Infinity,
  stamps: 'hybrid' as const,
})

describe('A replica that has lost its disk', () => {
  it.each([20, 100_000])(
    'gets everything back from its peers, its own writes too, when they keep %i',
    (kept) => {
      const durables = members.map(() => MultiLeader.durable(size))
      const start = (self: number, _now: Nanos, wallClock: () => Nanos) =>
        new MultiLeader(options(self, kept, wallClock), durables[self])
      const group = new SimulatedGroup({ size, seed: 1, start, oneWayNanos: () => ms(40), tickNanos: ms(20) })
      for (let n = 0; n < 90; n++)
        group.at(ms(10 * n), () => group.propose(n % 3, { type: 'write', key: `key ${n}`, value: n }))
      group.runUntil(s(3))
      durables[0] = MultiLeader.durable(size)
      group.restart(0)
      expect(group.replica(0)?.contents()).toEqual([])
      group.runUntil(s(6))
      expect(group.replica(0)?.contents()).toHaveLength(90)
      const next = group.propose(0, { type: 'write', key: 'after', value: 1 })
      group.runUntil(s(8))
      expect(group.answerTo(next)).toMatchObject({ ok: true })
      for (const member of group.running) {
        expect(group.replica(member)?.contents()).toHaveLength(91)
        expect(contentHash(group.replica(member)!)).toBe(contentHash(group.replica(0)!))
      }
    },
  )

  it('counts on from where its own counters stood', () => {
    const durables = members.map(() => CrdtReplication.durable(size))
    const start = (self: number, _now: Nanos, wallClock: () => Nanos) =>
      new CrdtReplication(options(self, 100_000, wallClock), durables[self])
    const group = new SimulatedGroup({ size, seed: 2, start, oneWayNanos: () => ms(40), tickNanos: ms(20) })
    const add = (member: number) => group.propose(member, { type: 'increment', key: 'likes', amount: 1 })
    for (let n = 0; n < 30; n++) group.at(ms(10 * n), () => add(n % 3))
    group.runUntil(s(2))
    durables[0] = CrdtReplication.durable(size)
    group.restart(0)
    group.runUntil(s(4))
    add(0)
    group.runUntil(s(6))
    for (const member of group.running)
      expect(group.replica(member)?.contents()).toEqual([['counter likes', 31]])
  })

  it('is shipped the whole log again by the leader that it had confirmed it to', () => {
    const log = new ShippedLog(ShippedLog.durable())
    const stamp = { physicalNanos: 1, counter: 0 }
    for (let index = 1; index <= 5; index++) log.append({ index, epoch: 1, key: 'x', value: index, stamp })
    const times = { heartbeatNanos: ms(100), electionTimeoutNanos: s(2), writeTimeoutNanos: s(5) }
    const leader = new LogLeader({ ...options(0, 10, () => 0), ...times, pendingLimit: 10 }, log, 1, 0)
    const outbox = new Outbox<LogShippingMessage>()
    const reply = (matchIndex: number, conflict: AppendReply['conflict'], sentAt: number): AppendReply => {
      return { type: 'append-reply', epoch: 1, accepted: true, matchIndex, conflict, sentAt }
    }
    const nothing = { baseIndex: 0, lastIndex: 0, epochStarts: [] }
    const shippedTo = (member: number) =>
      outbox
        .take()
        .send.flatMap(({ to, message }) => (to === member && 'entries' in message ? message.entries : []))
    leader.tick(1, outbox)
    leader.replied(2, 1, reply(5, null, 1), outbox)
    outbox.take()
    leader.replied(3, 1, reply(0, nothing, 0), outbox)
    expect(shippedTo(1)).toEqual([]) // said before it confirmed
    leader.replied(4, 1, reply(0, nothing, 2), outbox)
    expect(shippedTo(1).map(({ index }) => index)).toEqual([1, 2, 3, 4, 5])
  })
})
