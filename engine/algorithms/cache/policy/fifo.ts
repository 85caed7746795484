import type { PolicySpec } from '../eviction-policy.ts'
import { admissible, TablePolicy } from '../table-policy.ts'

const QUEUE = 1

/**
 * First in, first out: a hit changes nothing, the entry admitted longest ago goes.
 * Paper: Bélády, "A study of replacement algorithms for a virtual-storage computer" (1966). Compare: clock, s3-fifo
 * and sieve, which are queues that look at hits lazily. Cost: O(1) an access, nothing written on a hit.
 * Invariant: the queue is in order of admission. More room can mean fewer hits (Bélády's anomaly).
 */
export class Fifo extends TablePolicy {
  readonly name = 'fifo'

  constructor(options: { capacity: number }) {
    super(options.capacity, 1)
  }

  access(key: number, units = 1): boolean {
    const slot = this.table.seek(key)
    if (slot !== 0) return true
    if (admissible(key, units, this.capacity)) this.insert(key, units)
    return false
  }

  protected promote(): void {}

  protected insert(key: number, units: number): boolean {
    this.makeRoom(units)
    this.table.add(QUEUE, key, units)
    return true
  }

  protected makeRoom(units: number): void {
    const { table, capacity } = this
    while (table.unitsOn(QUEUE) + units > capacity) table.evict(table.back(QUEUE))
  }

  protected queues(maxKeys: number) {
    return [this.queue('by admission', QUEUE, maxKeys, this.capacity)]
  }
}

export const policy: PolicySpec = {
  name: 'fifo',
  title: 'FIFO',
  summary: 'Evicts the key that came in longest ago, however often it was asked for since.',
  role: 'real',
  create: (options) => new Fifo(options),
}
