import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import type { ByteBuffer } from './byte-buffer.ts'
import { crc32c } from './crc32c.ts'
import { SkipList } from './skip-list.ts'
import { SortedTable } from './sorted-table.ts'
import { newSegment, tearSegment, WriteAheadLog } from './write-ahead-log.ts'

const codec = {
  write: (value: number, into: ByteBuffer) => into.putNumber(value),
  read: (from: ByteBuffer, at: number) => from.numberAt(at),
}
const entry = (key: number, sequence: number) => ({ key, sequence, value: sequence, sizeBytes: 100 })

describe('crc32c', () => {
  it('gives the values of RFC 3720, appendix B.4', () => {
    const of = (bytes: number[]) => crc32c(Uint8Array.from(bytes), 0, bytes.length)
    expect(of(Array(32).fill(0))).toBe(0x8a9136aa)
    expect(of(Array(32).fill(0xff))).toBe(0x62a8ab43)
    expect(of(Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
  })
})

describe('SkipList', () => {
  it('is a map in order', () => {
    const property = fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat())), (pairs) => {
      const list = new SkipList<number>()
      const map = new Map<number, number>()
      for (const [key, value] of pairs) {
        expect(list.set(key, value)).toBe(map.get(key))
        map.set(key, value)
      }
      for (let key = 0; key <= 61; key++) expect(list.get(key)).toBe(map.get(key))
      expect([...list.values()]).toEqual([...map].sort(([a], [b]) => a - b).map(([, value]) => value))
      expect(list.inspect().size).toBe(map.size)
    })
    fc.assert(property, { numRuns: 200 })
  })
})

describe('SortedTable', () => {
  it('finds exactly what is in it, by the block that the sparse index names', () => {
    const keys = fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 120 })
    const property = fc.property(keys, fc.integer({ min: 1, max: 2_000 }), (chosen, blockBytes) => {
      const entries = chosen.sort((a, b) => a - b).map((key, i) => entry(key, i + 1))
      const table = new SortedTable(1, entries, { blockBytes, falsePositiveRate: 0.01 })
      for (const key of Array.from({ length: 502 }, (_, i) => i)) {
        expect(table.find(key)?.key).toBe(chosen.includes(key) ? key : undefined)
        if (chosen.includes(key)) expect(table.mayContain(key) && table.covers(key)).toBe(true)
      }
      expect(table.blocks).toBe(Math.ceil(entries.length / Math.ceil(blockBytes / 100)))
    })
    fc.assert(property, { numRuns: 100 })
  })
})

describe('WriteAheadLog', () => {
  it('gives back a prefix with all that was synced, wherever the crash cuts', () => {
    const log = new WriteAheadLog<number>(codec)
    for (let seed = 1; seed <= 300; seed++) {
      const random = new RandomStream(seed, 'tear')
      const segment = newSegment()
      const count = random.below(12)
      const synced = random.below(count + 1)
      for (let i = 1; i <= count; i++) {
        log.append(segment, entry(i, i))
        if (i === synced) segment.syncedLength = segment.file.length
      }
      tearSegment(segment, random)
      const left = log.replay(segment)
      expect(left.length).toBeGreaterThanOrEqual(synced)
      expect(left).toEqual(Array.from(left, (_, i) => entry(i + 1, i + 1)))
      expect(segment.weightBytes).toBe(left.length * 133)
      log.append(segment, entry(99, 99)) // goes on where the whole records end
      expect(log.replay(segment).at(-1)).toEqual(entry(99, 99))
    }
  })

  it('ends at a record that is damaged anywhere', () => {
    const log = new WriteAheadLog<number>(codec)
    const property = fc.property(fc.nat(122), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const segment = newSegment()
      for (let i = 1; i <= 3; i++) log.append(segment, entry(i, i))
      const recordBytes = segment.file.length / 3
      const place = at % segment.file.length
      segment.file.bytes[place] ^= flip
      expect(log.replay(segment)).toHaveLength(Math.floor(place / recordBytes))
    })
    fc.assert(property, { numRuns: 200 })
  })
})
