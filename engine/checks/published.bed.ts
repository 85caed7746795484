import { CountTable } from '../algorithms/sketch/count-table.ts'
import type { HeavyHitters } from '../algorithms/sketch/heavy-hitters.ts'
import { INVARIANTS } from './catalogue.ts'
import type { CheckContext } from './define-invariant.ts'
import type { PublishedTopK } from './window-truth.ts'

/** What a checker says of a list that was published about these items: a sentence, or null. */
export function judgePublished(
  checker: string,
  items: readonly number[],
  published: Pick<PublishedTopK, 'algorithm' | 'total' | 'top' | 'k'> & { sketch: HeavyHitters | null },
): string | null {
  const truth = new CountTable()
  for (const item of items) truth.add(item, 1)
  const ctx: CheckContext = {
    now: 0,
    nodesOf: () => ['events'],
    nodesWith: () => [],
    state: () => ({ log: { truth: new Map([[0, truth]]) } }),
    params: () => ({}),
    isUp: () => true,
    faulty: false,
    calmNanos: 0,
  }
  const invariant = INVARIANTS.get(checker)!
  const { sketch } = published
  const fact: PublishedTopK = {
    ...published,
    firstPane: 0,
    lastPane: 0,
    bound: sketch?.bound() ?? null,
    parts: [],
  }
  const violation = invariant.on!['top-k-published'](invariant.start(ctx), fact as never, 'reducer', ctx)
  return violation?.says ?? null
}
