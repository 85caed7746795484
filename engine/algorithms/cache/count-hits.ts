import type { EvictionPolicy, RequestSequence } from './eviction-policy.ts'

/** Runs a policy over the requests from `from` up to, not with, `to`; returns its hits. */
export function countHits(
  policy: EvictionPolicy,
  { keys, sizes }: RequestSequence,
  from = 0,
  to = keys.length,
): number {
  let hits = 0
  if (sizes === null) for (let i = from; i < to; i++) hits += policy.access(keys[i], 1) ? 1 : 0
  else for (let i = from; i < to; i++) hits += policy.access(keys[i], sizes[i]) ? 1 : 0
  return hits
}
