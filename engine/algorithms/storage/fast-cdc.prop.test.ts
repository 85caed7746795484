import * as wasmChunking from '@dstanesc/wasm-chunking-fastcdc-node'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { FastCdc, type FastCdcOptions } from './algorithm/fast-cdc.ts'
import { GEAR } from './gear-table.ts'

const SIZES = { minBytes: 512, averageBytes: 2_048, maxBytes: 8_192 }

function randomBytes(count: number, seed: number): Uint8Array {
  const random = new RandomStream(seed, 'bytes')
  return Uint8Array.from({ length: count }, () => random.int32())
}

/** The paper's algorithm 2 with normalization, byte by byte. */
function naiveEnds(bytes: Uint8Array, { minBytes, averageBytes, maxBytes }: FastCdcOptions): number[] {
  const bits = Math.log2(averageBytes)
  const ends: number[] = []
  for (let start = 0; start < bytes.length; start = ends.at(-1)!) {
    let hash = 0
    let end = Math.min(bytes.length, start + maxBytes)
    for (let at = start + minBytes; at < end; at++) {
      hash = (hash * 2 + GEAR[bytes[at]]) | 0
      const zeros = at < start + averageBytes ? bits + 2 : bits - 2
      if (hash >>> (32 - Math.min(31, zeros)) === 0) end = at + 1
    }
    ends.push(end)
  }
  return ends
}

const chunksOf = (bytes: Uint8Array, ends: readonly number[]): string[] =>
  ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end).join())

/** The share of the second's bytes whose chunk the first has too. */
function shared(first: Uint8Array, second: Uint8Array, endsOf: (bytes: Uint8Array) => number[]): number {
  const known = new Set(chunksOf(first, endsOf(first)))
  const ends = endsOf(second)
  const again = chunksOf(second, ends).map((chunk, i) =>
    known.has(chunk) ? ends[i] - (i === 0 ? 0 : ends[i - 1]) : 0,
  )
  return again.reduce((sum, count) => sum + count, 0) / second.length
}

describe('FastCDC', () => {
  it('cuts where the paper’s loop does, and the chunks are the bytes', () => {
    const options = fc.constantFrom(SIZES, { minBytes: 64, averageBytes: 256, maxBytes: 300 })
    fc.assert(
      fc.property(options, fc.nat(30_000), fc.nat(1_000), fc.nat(7), (options, length, seed, offset) => {
        const bytes = randomBytes(length + offset, seed).subarray(offset)
        const ends = new FastCdc(options).chunkEnds(bytes)
        expect(ends).toEqual(naiveEnds(bytes, options))
        expect(
          chunksOf(bytes, ends)
            .filter((chunk) => chunk !== '')
            .join(),
        ).toBe(bytes.join())
        ends.forEach((end, i) => {
          const size = end - (i === 0 ? 0 : ends[i - 1])
          expect(size).toBeLessThanOrEqual(options.maxBytes)
          if (i < ends.length - 1) expect(size).toBeGreaterThanOrEqual(options.minBytes)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('after an insertion finds nearly all chunks again, where chunks of a fixed size find none', () => {
    const before = randomBytes(400_000, 1)
    const after = new Uint8Array(before.length + 5)
    after.set(before.subarray(0, 1_000))
    after.set([1, 2, 3, 4, 5], 1_000)
    after.set(before.subarray(1_000), 1_005)
    const chunker = new FastCdc(SIZES)
    expect(shared(before, after, (bytes) => chunker.chunkEnds(bytes))).toBeGreaterThan(0.97)
    const fixed = (bytes: Uint8Array) =>
      Array.from({ length: Math.ceil(bytes.length / 2_048) }, (_, i) =>
        Math.min(bytes.length, 2_048 * (i + 1)),
      )
    expect(shared(before, after, fixed)).toBeLessThan(0.01)
  })

  it('makes chunks about as large as asked, and as a package makes them of the same sizes', () => {
    const bytes = randomBytes(4_000_000, 2)
    const sizesOf = (ends: readonly number[]) => ends.map((end, i) => end - (i === 0 ? 0 : ends[i - 1]))
    const ours = sizesOf(new FastCdc(SIZES).chunkEnds(bytes))
    const starts = [...wasmChunking.compute_chunks(bytes, 512, 2_048, 8_192)]
    const theirs = sizesOf([...starts.filter((start) => start > 0), bytes.length])
    const mean = (sizes: readonly number[]) => bytes.length / sizes.length
    const spread = (sizes: readonly number[]) =>
      Math.sqrt(sizes.reduce((sum, size) => sum + (size - mean(sizes)) ** 2, 0) / sizes.length)
    expect(mean(ours) / 2_048).toBeGreaterThan(0.9)
    expect(mean(ours) / 2_048).toBeLessThan(1.35)
    // The package asks for fewer bits a little before the average.
    expect(Math.abs(mean(ours) / mean(theirs) - 1)).toBeLessThan(0.2)
    expect(spread(ours)).toBeLessThan(spread(theirs)) // it shifts the mask by one bit, the paper by two
  })

  it('cuts what has no content, such as zeros, at most at the maximum', () => {
    const chunker = new FastCdc(SIZES)
    const ends = chunker.chunkEnds(new Uint8Array(100_000))
    expect(ends.at(-1)).toBe(100_000)
    expect(ends[0]).toBeGreaterThanOrEqual(512)
    expect(chunker.chunkEnds(new Uint8Array(0))).toEqual([])
    expect(chunker.chunkEnds(new Uint8Array(10))).toEqual([10])
    expect(chunker.inspect()).toEqual({ ...SIZES, bitsBefore: 13, bitsAfter: 9 })
  })

  it('says which sizes make no sense', () => {
    expect(() => new FastCdc({ ...SIZES, minBytes: 10 })).toThrow('rise from at least 64')
    expect(() => new FastCdc({ ...SIZES, averageBytes: 2_000 })).toThrow('a power of two')
    expect(() => new FastCdc({ ...SIZES, maxBytes: 2_048 })).toThrow('chunk sizes rise')
  })
})
