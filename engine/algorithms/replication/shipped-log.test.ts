import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LossLedger } from './loss-ledger.ts'
import type { LogEntry } from './shipped-log.ts'
import { ShippedLog } from './shipped-log.ts'

const stamp = (physicalNanos: number) => ({ physicalNanos, counter: 0 })

function entry(index: number, epoch: number, key: string | null = `key ${index % 3}`): LogEntry {
  return { index, epoch, key, value: index * 100 + epoch, stamp: stamp(index) }
}

describe('ShippedLog', () => {
  it('behaves as a plain list of entries with a commit mark, whatever is done to it', () => {
    const step = fc.record({ act: fc.nat(4), by: fc.nat(12) })
    const property = fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const durable = ShippedLog.durable([['key 0', 'at first']])
      let log = new ShippedLog(durable)
      let list: LogEntry[] = []
      let [committed, epoch] = [0, 1]
      for (const { act, by } of steps) {
        if (act === 0) epoch += by > 8 ? 1 : 0
        if (act <= 1) {
          const next = entry(list.length + 1, epoch)
          log.append(next)
          list.push(next)
        } else if (act === 2) {
          committed = Math.max(committed, Math.min(list.length, committed + by))
          log.commit(committed)
        } else if (act === 3 && list.length - by >= Math.max(1, log.baseIndex + 1)) {
          log.truncateFrom(list.length - by)
          list = list.slice(0, list.length - by - 1)
          committed = Math.min(committed, list.length)
        } else if (act === 4) {
          log.compact(committed - by, 5)
          if (by === 0) {
            log = new ShippedLog(durable) // a restart forgets what was committed, not what was folded
            log.commit(committed)
          }
        }
        const values = new Map<string | number, unknown>([['key 0', 'at first']])
        for (const { key, value } of list.slice(0, committed)) if (key !== null) values.set(key, value)
        expect(new Map(log.contents().map(([key, stored]) => [key, stored.value]))).toEqual(values)
        expect(log.lastIndex).toBe(list.length)
        expect(log.commitIndex).toBe(committed)
        const epochs = [0, ...list.map((one) => one.epoch), -1]
        expect(epochs.map((_, index) => log.epochAt(index))).toEqual(epochs)
        expect(log.slice(log.baseIndex + 1, 1_000)).toEqual(list.slice(log.baseIndex))
      }
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('finds from outlines alone how far two logs agree', () => {
    const epochs = fc
      .array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 })
      .map((list) => list.sort((a, b) => a - b))
    const property = fc.property(epochs, epochs, epochs, (common, restA, restB) => {
      // Two logs with a common beginning that then part for good: no epoch of one's rest is in the other's.
      const start = common.at(-1) ?? 0
      const first = [...common, ...restA.map((epoch) => start + 2 * epoch)]
      const second = [...common, ...restB.map((epoch) => start + 2 * epoch + 1)]
      const [a, b] = [first, second].map((list) => {
        const log = new ShippedLog(ShippedLog.durable())
        for (const [position, epoch] of list.entries()) log.append(entry(position + 1, epoch))
        return log
      })
      expect(a.agreesUpTo(b.outline())).toBe(common.length)
      expect(b.agreesUpTo(a.outline())).toBe(common.length)
      expect(a.agreesUpTo(a.outline())).toBe(first.length)
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('hands over by snapshot what another log then continues from', () => {
    const source = new ShippedLog(ShippedLog.durable())
    for (let index = 1; index <= 2_000; index++)
      source.append(entry(index, index < 500 ? 1 : 2, `key ${index % 50}`))
    source.commit(2_000)
    source.compact(1_500, 10_000)
    expect(source.baseIndex).toBe(1_500)
    const target = new ShippedLog(ShippedLog.durable())
    target.append(entry(1, 1))
    target.install(structuredClone(source.snapshot()))
    for (const next of source.slice(1_501, 1_000)) target.append(next)
    target.commit(2_000)
    expect(new Map(target.contents())).toEqual(new Map(source.contents()))
    expect(target.outline()).toEqual(source.outline())
    expect(() => source.slice(1_500, 1)).toThrow('folded into the base')
    expect(() => source.truncateFrom(1_500)).toThrow('the base cannot be truncated')
  })

  it('refuses gaps and falling epochs', () => {
    const log = new ShippedLog(ShippedLog.durable())
    log.append(entry(1, 2))
    expect(() => log.append(entry(3, 2))).toThrow('a log has no gap')
    expect(() => log.append(entry(2, 1))).toThrow('epochs never fall')
  })
})

describe('LossLedger', () => {
  it('counts each lost write once, and measures from the last that was kept to the last that was lost', () => {
    const ledger = new LossLedger()
    for (let index = 1; index <= 10; index++) ledger.acknowledge(index * 10, { epoch: 1, index })
    const upTo = (last: number) => ({ holds: (_epoch: number, index: number) => index <= last })
    expect(ledger.forgetHeldBy([upTo(9), upTo(4)])).toBe(6)
    expect(ledger.inspect()).toEqual({ rememberedWrites: 6 })
    const lost = (...indexes: number[]) => indexes.map((index) => ({ epoch: 1, index }))
    expect(ledger.audit(upTo(7))).toEqual({ lost: lost(8, 9, 10), keptWrites: 3, recoveryPointNanos: 30 })
    expect(ledger.audit(upTo(7))).toEqual({ lost: [], keptWrites: 3, recoveryPointNanos: 0 })
    expect(ledger.audit(upTo(0))).toEqual({ lost: lost(5, 6, 7), keptWrites: 0, recoveryPointNanos: 30 })
  })

  it('measures from before the loss when later writes were kept, and forgets the oldest first', () => {
    const ledger = new LossLedger()
    for (let index = 1; index <= 10; index++) ledger.acknowledge(index * 10, { epoch: 1, index })
    ledger.keepNewest(8)
    const allButFiveAndSix = { holds: (_epoch: number, index: number) => index !== 5 && index !== 6 }
    expect(ledger.audit(allButFiveAndSix)).toMatchObject({ keptWrites: 6, recoveryPointNanos: 20 })
    const nothing = { holds: () => false }
    expect(ledger.audit(nothing)).toMatchObject({ keptWrites: 0, recoveryPointNanos: 80 })
  })
})
