import type { PolicySpec } from '../eviction-policy.ts'
import { Lfu } from './lfu.ts'

const ONCE = 1

/**
 * LFU with a mistake that is often made: the minimum frequency is set to 1 on each insertion and never advances. It
 * looks for victims among the keys asked for once only, so once every key was asked for twice it evicts nothing and
 * outgrows its capacity; and a key that was asked for twice stays forever.
 * Paper: none; the correct algorithm is Shah, Mitra, Matani (2010). Compare: lfu. Cost: O(1), and memory without end.
 * Invariant: none kept; it breaks used <= capacity, which a check must catch.
 */
export class LfuStaleMinimum extends Lfu {
  override readonly name = 'lfu-stale-minimum'

  protected override victim(): number {
    return this.table.back(ONCE)
  }
}

export const policy: PolicySpec = {
  name: 'lfu-stale-minimum',
  title: 'LFU, minimum never advances',
  summary:
    'A known mistake: looks for victims among keys asked for once only, so it finds none and overflows.',
  role: 'broken',
  create: (options) => new LfuStaleMinimum(options),
}
