import { expect, test } from 'vitest'
import { murmur2 } from './murmur2.ts'
import { murmur3 } from './murmur3.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const text = (value: string) => new TextEncoder().encode(value)

/** SMHasher's verification: hashes of the keys 0, 0 1, 0 1 2 … under seeds that count down, hashed together. */
function verification(hash: (bytes: Uint8Array, seed?: number) => number): number {
  const hashes = new DataView(new ArrayBuffer(1_024))
  for (let i = 0; i < 256; i++) {
    const key = Uint8Array.from({ length: i }, (_, at) => at)
    hashes.setUint32(i * 4, hash(key, 256 - i), true)
  }
  return hash(new Uint8Array(hashes.buffer), 0)
}

test('are exact to the verification values of SMHasher', () => {
  expect(verification(murmur3).toString(16)).toBe('b0f57ee3')
  expect(verification(murmur2).toString(16)).toBe('27864c1e')
})

test.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['test', 0, 0xba6bd213],
  ['abc', 0, 0xb3dd93fa],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
])('murmur3 of %j with seed %i is the published %i', (value, seed, hash) => {
  expect(murmur3(text(value), seed)).toBe(hash)
})

test('murmur3 is exact for every length of the tail', () => {
  expect(murmur3(bytes(0xff, 0xff, 0xff, 0xff))).toBe(0x76293b50)
  expect(murmur3(bytes(0x21, 0x43, 0x65, 0x87))).toBe(0xf55b516b)
  expect(murmur3(bytes(0x21, 0x43, 0x65, 0x87), 0x5082edee)).toBe(0x2362f9de)
  expect(murmur3(bytes(0x21, 0x43, 0x65))).toBe(0x7e4a8634)
  expect(murmur3(bytes(0x21, 0x43))).toBe(0xa0f7b07a)
  expect(murmur3(bytes(0x21))).toBe(0x72661cf4)
})

test('murmur2 with Kafka’s seed gives what Kafka’s own test expects', () => {
  const kafka = (value: string) => murmur2(text(value), 0x9747b28c) | 0
  expect(kafka('21')).toBe(-973932308)
  expect(kafka('foobar')).toBe(-790332482)
  expect(kafka('a-little-bit-long-string')).toBe(-985981536)
  expect(kafka('a-little-bit-longer-string')).toBe(-1486304829)
  expect(kafka('lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8')).toBe(-58897971)
  expect(kafka('abc')).toBe(479470107)
})
