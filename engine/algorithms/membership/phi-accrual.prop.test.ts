import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ms, s, type Nanos } from '../../lib/units.ts'
import { PhiAccrual, type PhiAccrualOptions } from './phi-accrual.ts'

const options = fc.record({
  threshold: fc.double({ min: 0.5, max: 12, noNaN: true }),
  windowSize: fc.integer({ min: 1, max: 12 }),
  expectedIntervalNanos: fc.integer({ min: ms(1), max: s(2) }),
  leastDeviationNanos: fc.integer({ min: ms(1), max: ms(200) }),
})
const intervals = fc.array(fc.integer({ min: ms(0.1), max: s(100) }), { maxLength: 60 })

/** The chance that a standard normal variable is above z, as a decimal logarithm: Simpson's rule over its density. */
function log10Tail(z: number): number {
  if (z < 0) return Math.log1p(-(10 ** log10Tail(-z))) / Math.LN10
  // The density at z is taken out of the integral, or nothing would be left of it far out.
  const [to, steps] = [Math.min(12, 40 / Math.max(z, 1)), 2_000]
  const height = (t: number) => Math.exp(-z * t - (t * t) / 2)
  let sum = height(0) + height(to)
  for (let i = 1; i < steps; i++) sum += height((to * i) / steps) * (i % 2 === 1 ? 4 : 2)
  const integral = (sum * to) / steps / 3
  return (-(z * z) / 2 - Math.log(2 * Math.PI) / 2 + Math.log(integral)) / Math.LN10
}

/** Keeps every interval there was, and works out mean and deviation of the last ones when asked. */
function naivePhi(seen: readonly Nanos[], silentNanos: Nanos, given: PhiAccrualOptions) {
  const window = seen.slice(-given.windowSize)
  const mean = window.reduce((sum, each) => sum + each, 0) / window.length
  const variance = window.reduce((sum, each) => sum + (each - mean) ** 2, 0) / window.length
  const deviation = Math.max(Math.sqrt(variance), given.leastDeviationNanos)
  return Math.max(0, -log10Tail((silentNanos - mean) / deviation))
}

test('phi is minus the logarithm of the normal tail over the window’s mean and deviation (Hayashibara et al., section 4)', () => {
  fc.assert(
    fc.property(options, intervals, fc.integer({ min: 0, max: s(200) }), (given, all, silentNanos) => {
      const detector = new PhiAccrual(given, s(1))
      // Its first guess counts as two intervals, until others push them out.
      const spread = given.expectedIntervalNanos / 4
      const seen = [given.expectedIntervalNanos - spread, given.expectedIntervalNanos + spread]
      let now = s(1)
      for (const interval of all) {
        detector.heartbeat((now += interval))
        seen.push(interval)
      }
      const phi = detector.phi(now + silentNanos)
      const naive = naivePhi(seen, silentNanos, given)
      expect(Math.abs(phi - naive)).toBeLessThanOrEqual(1e-6 + 1e-5 * naive)
      expect(detector.suspects(now + silentNanos)).toBe(phi > given.threshold)
      expect(detector.inspect(now + silentNanos)).toMatchObject({ phi, silentNanos })
    }),
  )
})

test('between heartbeats suspicion never falls, and in the end every silence is suspected', () => {
  fc.assert(
    fc.property(options, intervals, (given, all) => {
      const detector = new PhiAccrual(given, 0)
      let now = 0
      for (const interval of all) detector.heartbeat((now += interval))
      let before = 0
      for (let silence = 0; silence < s(200); silence += s(2)) {
        const phi = detector.phi(now + silence)
        if (phi < before - 1e-7) expect.fail(`${phi} after ${before}`)
        before = phi
      }
      expect(detector.suspects(now + s(3_000))).toBe(true)
    }),
  )
})

test('a heartbeat told again, or late, is none', () => {
  fc.assert(
    fc.property(options, intervals, fc.nat(s(5)), (given, all, silentNanos) => {
      const [once, twice] = [new PhiAccrual(given, 0), new PhiAccrual(given, 0)]
      let now = 0
      for (const interval of all) {
        now += interval
        once.heartbeat(now)
        for (const at of [now, now, now - interval]) twice.heartbeat(at)
      }
      expect(twice.inspect(now + silentNanos)).toEqual(once.inspect(now + silentNanos))
    }),
  )
})
