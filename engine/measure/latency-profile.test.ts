import { expect, test } from 'vitest'
import { ms, s, us } from '../lib/units.ts'
import { LatencyProfile } from './latency-profile.ts'

const total = (profile: LatencyProfile, now: number) =>
  profile
    .inspect(now)
    .flatMap(({ counts }) => counts)
    .reduce((sum, each) => sum + each, 0)

test('each latency falls into the one band that holds it, under its source', () => {
  const profile = new LatencyProfile(3)
  const latencies = [0, us(3), us(100), us(999), ms(2), ms(2), ms(50), s(9), s(90)]
  latencies.forEach((latency, i) => profile.record(s(1), i % 3, latency))
  const bands = profile.inspect(s(1))
  for (const [i, latency] of latencies.entries()) {
    const within = bands.filter(({ fromNanos, toNanos }) => fromNanos <= latency && latency < toNanos)
    expect(within.length).toBe(1)
    expect(within[0].counts[i % 3]).toBeGreaterThan(0)
  }
  expect(total(profile, s(1))).toBe(latencies.length)
})

test('bands are eight to a factor of ten, without a gap', () => {
  const profile = new LatencyProfile(1)
  for (const latency of [us(20), ms(20)]) profile.record(0, 0, latency)
  const bands = profile.inspect(0)
  expect(bands.length).toBe(25)
  for (let i = 1; i < bands.length; i++) expect(bands[i].fromNanos).toBe(bands[i - 1].toNanos)
})

test('what is older than ten seconds is forgotten, and looking forgets nothing', () => {
  const profile = new LatencyProfile(1)
  profile.record(s(1), 0, ms(1))
  expect(total(profile, s(9))).toBe(1)
  expect(profile.inspect(s(30))).toEqual([])
  profile.record(s(6), 0, ms(1))
  expect(total(profile, s(9))).toBe(2)
  profile.record(s(12), 0, ms(1))
  expect(total(profile, s(12))).toBe(2)
  profile.record(s(40), 0, ms(1))
  expect(total(profile, s(40))).toBe(1)
})
