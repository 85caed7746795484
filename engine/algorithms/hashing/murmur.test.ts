import { describe, expect, test } from 'vitest'
import { kafkaPartition, murmur2 } from './murmur2.ts'
import { murmur3 } from './murmur3.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

describe('murmur3 equals the published vectors', () => {
  test.each([
    ['', 0, 0x00000000],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aa', 0x9747b28c, 0x5d211726],
    ['a', 0x9747b28c, 0x7fa09ea6],
  ])('%j with seed %i', (text, seed, expected) => {
    expect(murmur3(bytes(text), seed)).toBe(expected)
  })

  test.each([
    ['ffffffff', 0, 0x76293b50],
    ['21436587', 0, 0xf55b516b],
    ['21436587', 0x5082edee, 0x2362f9de],
    ['214365', 0, 0x7e4a8634],
    ['2143', 0, 0xa0f7b07a],
    ['21', 0, 0x72661cf4],
    ['00000000', 0, 0x2362f9de],
    ['000000', 0, 0x85f0b427],
    ['0000', 0, 0x30f4c306],
    ['00', 0, 0x514e28b7],
  ])('bytes %s with seed %i', (text, seed, expected) => {
    expect(murmur3(hex(text), seed)).toBe(expected)
  })
})

describe('murmur2 equals the vectors of Kafka clients', () => {
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
    ['1', -1993445489],
    ['12', 126087238],
    ['123', -267702483],
    ['1234', -1614185708],
    ['12345', -1188365604],
    ['string-f-24-chars-length', 124730809],
    ['string-fo-25-chars-length', 1269511650],
    ['string-foo-26-chars-length', 119165628],
    ['string-last-27-chars-length', 1089971754],
    ['kafka', 0xd067cf64 | 0],
  ])('%s', (text, expected) => {
    expect(murmur2(bytes(text))).toBe(expected)
  })

  test('a partition is never negative', () => {
    for (let i = 0; i < 1000; i++) {
      const partition = kafkaPartition(bytes(`key-${i}`), 7)
      expect(partition).toBeGreaterThanOrEqual(0)
      expect(partition).toBeLessThan(7)
    }
    expect(kafkaPartition(bytes('21'), 10)).toBe((-973932308 & 0x7fffffff) % 10)
  })
})
