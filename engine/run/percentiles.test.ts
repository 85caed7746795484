import { expect, test } from 'vitest'
import { INVARIANTS } from '../checks/catalogue.ts'
import type { Call } from '../kernel/call.ts'
import { s, toMs, type Nanos } from '../lib/units.ts'
import { SERVICES } from '../services/catalogue.ts'
import { assemble } from './assemble.ts'
import { documentOf } from './documents.bed.ts'
import { summarize } from './summarize.ts'
import { patientClient, station } from './theory/pooled-run.bed.ts'
import type { World } from './world.ts'

const SHARES = [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999]
const PROMISED = 0.001

/** Keeps the latency of every request that ends well, by client. */
function latenciesOf(world: World): Map<string, Nanos[]> {
  const { recorder } = world.parts
  const all = new Map<string, Nanos[]>()
  const completed = recorder.completed.bind(recorder)
  recorder.completed = (root: Call) => {
    completed(root)
    if (!root.ok) return
    const own = all.get(root.target.id) ?? []
    all.set(root.target.id, own)
    own.push(recorder.kernel.now - root.intendedAt)
  }
  return all
}

/** The smallest value that so many are not above. */
const exact = (values: Nanos[], share: number): Nanos =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)]
const error = (told: number, right: number): number => Math.abs(told - right) / right

test('percentiles are of all requests together: within 0.1 % of the sorted latencies, and no mean of percentiles', () => {
  const document = documentOf(
    {
      many: patientClient({ ratePerSecond: 900 }),
      few: patientClient({ ratePerSecond: 30 }),
      quick: station({ workers: 4 }),
      slow: station({ workers: 4, serviceMs: 40 }),
    },
    ['many.out>quick', 'few.out>slow'],
  )
  const world = assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed: 7 })
  const latencies = latenciesOf(world)
  world.runUntil(s(120))
  const { latency, seen } = world.parts.recorder
  const [many, few] = [latencies.get('many')!, latencies.get('few')!]
  expect(few.length).toBeGreaterThan(3_000)
  for (const share of SHARES) {
    const told = latency.quantile(share)
    expect(error(told, exact([...many, ...few], share)), `p${share * 100}`).toBeLessThan(PROMISED)
    for (const [client, own] of latencies)
      expect(error(seen.get(client)!.latency.quantile(share), exact(own, share))).toBeLessThan(PROMISED)
  }
  const meanOfBoth = (exact(many, 0.99) + exact(few, 0.99)) / 2
  expect(error(meanOfBoth, exact([...many, ...few], 0.99)), 'what a mean would be off by').toBeGreaterThan(
    0.1,
  )
  expect(error(summarize(world).latencyMs.p99, toMs(exact([...many, ...few], 0.99)))).toBeLessThan(PROMISED)
})
