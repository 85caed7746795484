import { checkHistory } from '../../checks/history/check-history.ts'
import { model } from '../../checks/history/models/list-append.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import { type StoreBug, StoreHistory } from './store-histories.bed.ts'

/** A run at serializable, judged by strict serializability. */
function judge(bug: StoreBug, seed: number, planted: boolean): string | null {
  const options = { level: 'serializable', seed, transactions: 40 } as const
  const { events } = new StoreHistory(planted ? { ...options, bug } : options)
  return checkHistory(model, events, { level: 'strict-serializable' }).witness?.says ?? null
}

const plant = (name: string, bug: string, store: StoreBug): Plant => ({
  name,
  protocol: 'multi-version store',
  bug,
  checker: 'list-append',
  run: (seed, planted) => judge(store, seed, planted),
})

export const plants: readonly Plant[] = [
  plant('second-read-sees-less', 'A read that is repeated does not always return what the first one did.', {
    read: (list, random, before) => (before !== undefined && random.chance(0.5) ? list.slice(0, -1) : list),
  }),
  plant('rolled-back-but-kept', 'A transaction that was told to have been rolled back is seen by others.', {
    deny: (random) => random.chance(0.1),
  }),
  plant('append-lost', 'An append that was acknowledged is not always there afterwards.', {
    append: (list, element, random) => (random.chance(0.1) ? [...list] : [...list, element]),
  }),
  plant('append-out-of-order', 'An append goes before the last element instead of after it.', {
    append: (list, element, random) =>
      random.chance(0.1) ? [...list.slice(0, -1), element, ...list.slice(-1)] : [...list, element],
  }),
  plant('stale-read', 'A read returns what the list was before the latest append.', {
    read: (list, random) => (random.chance(0.05) ? list.slice(0, -1) : list),
  }),
]
