import { curveCapacities } from '../engine/algorithms/cache/curve-capacities.ts'
import type { RequestSequence } from '../engine/algorithms/cache/eviction-policy.ts'
import { missRatioCurve } from '../engine/algorithms/cache/miss-ratio-curve.ts'
import { nextUses } from '../engine/algorithms/cache/next-uses.ts'
import { POLICIES } from '../engine/algorithms/cache/policies.ts'
import { readTrace } from '../engine/workload/trace/read-trace.ts'
import type { Trace } from '../engine/workload/trace/trace.ts'
import type { Curve, StudyProgress, TraceStudy } from './exploration-api.ts'

/** How much of the work reading is, for the bar. */
const READING = 0.1
/** Requests times points a policy; more would take minutes, so that long traces are looked at in fewer sizes. */
const MOST_ACCESSES = 40_000_000
const FEWEST_POINTS = 4

/** The policies that are drawn: the bound first, so that everything else can be held against it. */
const DRAWN = POLICIES.filter(({ role }) => role !== 'broken').toSorted(
  (a, b) => Number(b.role === 'bound') - Number(a.role === 'bound'),
)

/** Hit rates of every policy over a trace. Yields progress after each slice of work. Throws TraceError. */
export function* studyTrace(name: string, file: Uint8Array): Generator<StudyProgress, TraceStudy> {
  const trace = yield* reading(readTrace(name, file))
  const sequence: RequestSequence = {
    keys: trace.keys,
    sizes: trace.sizesBytes,
    nextUses: nextUses(trace.keys),
  }
  const study = emptyStudy(name, trace)
  for (const [done, { name: policy, title, summary, role }] of DRAWN.entries()) {
    const work = missRatioCurve({ sequence, policies: [policy], capacities: study.capacities })
    let step = work.next()
    for (; !step.done; step = work.next()) {
      const share = (done + step.value.fraction) / DRAWN.length
      yield { fraction: READING + (1 - READING) * share, step: title, study }
    }
    const hitRates = step.value.rows[0].hits.map((hits) => hits / trace.keys.length)
    const curve: Curve = { policy, title, summary, bound: role === 'bound', hitRates }
    study.curves = [...study.curves, curve]
  }
  return study
}

function* reading(work: Generator<number, Trace>): Generator<StudyProgress, Trace> {
  let step = work.next()
  for (; !step.done; step = work.next()) yield { fraction: READING * step.value, step: 'Reading the trace' }
  return step.value
}

function emptyStudy(name: string, trace: Trace): TraceStudy {
  const { format, keys, distinct, sizesBytes } = trace
  const largest = sizesBytes === null ? distinct : bytesOfAll(trace, sizesBytes)
  const smallest = sizesBytes === null ? 1 : largest / 10_000
  const sizes = curveCapacities(largest).filter((capacity) => capacity >= smallest)
  const points = Math.max(FEWEST_POINTS, Math.floor(MOST_ACCESSES / keys.length))
  return {
    ok: true,
    name,
    format,
    requests: keys.length,
    distinct,
    unit: sizesBytes === null ? 'entries' : 'bytes',
    capacities: spread(sizes, points),
    curves: [],
  }
}

/** What all objects take together, each with the size it had first. */
function bytesOfAll({ keys, distinct }: Trace, sizesBytes: Uint32Array): number {
  let seen = 0
  let bytes = 0
  // Keys are numbered in the order in which they appear, so the next new one is always `seen`.
  for (let i = 0; i < keys.length && seen < distinct; i++) {
    if (keys[i] !== seen) continue
    seen++
    bytes += sizesBytes[i]
  }
  return bytes
}

/** At most so many of them, evenly spaced, the last one included. */
function spread(values: number[], most: number): number[] {
  if (values.length <= most) return values
  const stride = (values.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, i) => values[Math.round(i * stride)])
}
