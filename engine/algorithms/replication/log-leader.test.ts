import { describe, expect, it } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import { LogLeader } from './log-leader.ts'
import type { AppendReply, LogShippingMessage } from './log-shipping-messages.ts'
import { Outbox } from './outbox.ts'
import { ReplicaGroup } from './replica-group.ts'
import type { LogEntry } from './shipped-log.ts'
import { ShippedLog } from './shipped-log.ts'

const stamp = { physicalNanos: 1, counter: 0 }
const entry = (index: number, epoch: number): LogEntry => ({ index, epoch, key: 'x', value: index, stamp })

function leading(epochs: number[]) {
  const members = ['a', 'b', 'c'].map((region) => ({ name: region, region }))
  const log = new ShippedLog(ShippedLog.durable())
  for (const [position, epoch] of epochs.entries()) log.append(entry(position + 1, epoch))
  const options = {
    group: new ReplicaGroup({ members, self: 0 }),
    heartbeatNanos: ms(100),
    resendNanos: ms(200),
    electionTimeoutNanos: s(2),
    batchNanos: 0,
    writeTimeoutNanos: s(5),
    pendingLimit: 10,
    entryBytes: 100,
  }
  const leader = new LogLeader(options, log, epochs.at(-1) ?? 1, 0)
  return { leader, log, outbox: new Outbox<LogShippingMessage>() }
}

const holds = (matchIndex: number, sentAt = 0): AppendReply => ({
  type: 'append-reply',
  epoch: 3,
  accepted: true,
  matchIndex,
  conflict: null,
  sentAt,
})

describe('LogLeader', () => {
  it('does not count entries of an earlier epoch as acknowledged until one of its own is (paper, figure 8)', () => {
    const { leader, log, outbox } = leading([1, 2, 3])
    for (const from of [1, 2]) leader.replied(1, from, holds(2), outbox)
    expect(leader.acknowledge({ mode: 'sync', otherRegions: 0 }, outbox)).toBe(0)
    expect(leader.isCaughtUp).toBe(false)
    for (const from of [1, 2]) leader.replied(2, from, holds(3), outbox)
    expect(leader.acknowledge({ mode: 'sync', otherRegions: 0 }, outbox)).toBe(3)
    expect(log.read('x')?.value).toBe(3)
  })

  it('waits longer and longer, and sends less, while a follower is silent', () => {
    const { leader, log, outbox } = leading([1])
    for (let index = 2; index <= 601; index++) log.append(entry(index, 1))
    const sentAt: number[] = []
    for (let at = 0; at <= s(5); at += ms(10)) {
      leader.tick(at, outbox)
      const toFirst = outbox.take().send.filter(({ to }) => to === 1)
      const entries = toFirst.reduce(
        (sum, { message }) => sum + ('entries' in message ? message.entries.length : 0),
        0,
      )
      if (entries > 0) sentAt.push(at)
      if (at > 0) expect(entries).toBeLessThanOrEqual(256)
    }
    expect(sentAt).toEqual([0, ms(200), ms(600), ms(1400), ms(3000)])
  })

  it('does not resend the same again for every reply that tells of one gap', () => {
    const { leader, outbox } = leading([1, 1, 1, 3])
    leader.tick(0, outbox)
    outbox.take()
    const conflict = { baseIndex: 0, lastIndex: 1, epochStarts: [{ epoch: 1, firstIndex: 1 }] }
    leader.replied(ms(80), 1, { ...holds(0), conflict }, outbox)
    const first = outbox.take().send
    expect(
      first.map(({ message }) => 'entries' in message && message.entries.map(({ index }) => index)),
    ).toEqual([[2, 3, 4]])
    leader.replied(ms(81), 1, { ...holds(0, ms(1)), conflict }, outbox)
    expect(outbox.take().send).toEqual([])
  })

  it('answers writes that wait too long as in doubt, and all that wait when it stops leading', () => {
    const { leader, log, outbox } = leading([1])
    for (const [request, at] of [
      [7, 0],
      [8, s(1)],
    ] as const) {
      log.append(entry(log.lastIndex + 1, 1))
      leader.proposed(at, request, outbox)
    }
    outbox.take()
    leader.tick(s(5), outbox)
    expect(outbox.take().answers).toMatchObject([
      { requestId: 7, ok: false, reason: 'timeout', definite: false },
    ])
    leader.abandon(outbox, 2)
    expect(outbox.take().answers).toMatchObject([
      { requestId: 8, reason: 'leadership-lost', definite: false, leader: 2 },
    ])
  })
})
