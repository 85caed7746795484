import { assert } from '../../lib/assert.ts'
import { RandomStream } from '../../lib/random.ts'
import { countHits } from './count-hits.ts'
import type { RequestSequence } from './eviction-policy.ts'
import { distinctKeys, nextUses } from './next-uses.ts'
import { createPolicy } from './policies.ts'
import { StackDistances } from './stack-distances.ts'

/** What to draw: every policy at every capacity. */
export interface CurveRequest {
  sequence: RequestSequence
  /** Names from the catalogue. */
  policies: readonly string[]
  /** In entries, or in bytes when the sequence has sizes. Any order; the answer keeps it. */
  capacities: readonly number[]
  /** For policies that draw lots. */
  seed?: number
  /** How many requests are simulated between two reports of progress. */
  requestsPerSlice?: number
}

/** How far the work is: yielded after each slice, so that a worker can report, breathe or stop. */
export interface CurveProgress {
  /** 0 to 1. */
  fraction: number
  policy: string
}

/** Hits of each policy at each capacity, in the order asked for. The hit rate is hits / requests. */
export interface CurveTable {
  requests: number
  distinct: number
  capacities: number[]
  rows: { policy: string; hits: number[] }[]
}

/**
 * Simulates policies over a recorded trace at several capacities: the hit-rate (one minus miss-ratio) curves. LRU
 * counted in entries takes one pass for all capacities; every other point is a simulation of its own.
 * Paper: Mattson, Gecsei, Slutz, Traiger, "Evaluation techniques for storage hierarchies" (1970).
 * Compare: sampled curves (SHARDS), which are estimates; these are exact.
 * Cost: requests x policies x capacities accesses. Invariant: each point equals a run of that policy from empty.
 */
export function* missRatioCurve(request: CurveRequest): Generator<CurveProgress, CurveTable> {
  const { policies, capacities, seed = 1, requestsPerSlice = 65_536 } = request
  assert(Number.isInteger(requestsPerSlice) && requestsPerSlice >= 1, 'a slice has at least one request')
  const { keys, sizes } = request.sequence
  const distinct = distinctKeys(keys)
  const sequence = { keys, sizes, nextUses: request.sequence.nextUses }
  if (policies.includes('belady')) sequence.nextUses ??= nextUses(keys)

  const points = policies.map((policy) => (isOnePass(policy, sequence) ? 1 : capacities.length))
  const total = points.reduce((sum, count) => sum + count, 0) * keys.length
  let done = 0
  const rows: CurveTable['rows'] = []
  for (const policy of policies) {
    const slices = isOnePass(policy, sequence)
      ? lruHits(sequence, capacities, distinct, requestsPerSlice)
      : simulatedHits(policy, sequence, capacities, seed, requestsPerSlice)
    let step = slices.next()
    while (!step.done) {
      done += step.value
      yield { fraction: done / total, policy }
      step = slices.next()
    }
    rows.push({ policy, hits: step.value })
  }
  return { requests: keys.length, distinct, capacities: [...capacities], rows }
}

function isOnePass(policy: string, sequence: RequestSequence): boolean {
  return policy === 'lru' && sequence.sizes === null
}

/** Yields how many requests it did since the last yield; returns the hits at each capacity. */
function* lruHits(
  { keys }: RequestSequence,
  capacities: readonly number[],
  distinct: number,
  slice: number,
): Generator<number, number[]> {
  const stack = new StackDistances({ distinct })
  /** Distance to how many requests had it. */
  const requests = new Float64Array(distinct + 1)
  for (let from = 0; from < keys.length; from += slice) {
    const to = Math.min(keys.length, from + slice)
    for (let i = from; i < to; i++) requests[stack.push(keys[i])]++
    yield to - from
  }
  requests[0] = 0 // first requests hit nowhere
  for (let distance = 1; distance <= distinct; distance++) requests[distance] += requests[distance - 1]
  return capacities.map((capacity) => requests[Math.min(capacity, distinct)])
}

function* simulatedHits(
  name: string,
  sequence: RequestSequence,
  capacities: readonly number[],
  seed: number,
  slice: number,
): Generator<number, number[]> {
  const hits: number[] = []
  for (const capacity of capacities) {
    const random = new RandomStream(seed, `eviction at ${capacity}`)
    const policy = createPolicy(name, { capacity, random, future: sequence })
    let count = 0
    for (let from = 0; from < sequence.keys.length; from += slice) {
      const to = Math.min(sequence.keys.length, from + slice)
      count += countHits(policy, sequence, from, to)
      yield to - from
    }
    hits.push(count)
  }
  return hits
}
