import { NaiveQueue } from './policy-oracle.ts'
import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** Algorithm 1 of the S3-FIFO paper. */
class NaiveS3Fifo implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly small = new NaiveQueue()
  readonly main = new NaiveQueue()
  readonly ghost = new NaiveQueue()

  constructor(capacity: number) {
    this.capacity = capacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    const hit = this.small.find(key) ?? this.main.find(key)
    if (hit) {
      hit.mark = Math.min(hit.mark + 1, 3)
      return true
    }
    if (units > this.capacity) return false
    const inGhost = this.ghost.take(key) !== undefined
    while (this.small.units + this.main.units + units > this.capacity) this.evict()
    const queue = inGhost ? this.main : this.small
    queue.pushFront({ key, units, mark: 0 })
    return false
  }

  get tenth(): number {
    return Math.max(1, Math.floor(this.capacity / 10))
  }

  evict(): void {
    if (this.small.length > 0 && (this.small.units >= this.tenth || this.main.length === 0)) this.evictS()
    else this.evictM()
  }

  evictS(): void {
    let evicted = false
    while (!evicted && this.small.length > 0) {
      const t = this.small.popBack()
      if (t.mark > 1) {
        if (this.main.units + t.units > this.capacity - this.tenth) this.evictM()
        this.main.pushFront(t)
      } else {
        this.ghost.pushFront(t)
        while (this.ghost.units > this.capacity - this.tenth) this.ghost.popBack()
        this.evicted.push(t.key)
        evicted = true
      }
    }
  }

  evictM(): void {
    let evicted = false
    while (!evicted && this.main.length > 0) {
      const t = this.main.popBack()
      if (t.mark > 0) {
        this.main.pushFront({ ...t, mark: t.mark - 1 })
      } else {
        this.evicted.push(t.key)
        evicted = true
      }
    }
  }

  remove(key: number): void {
    for (const queue of [this.small, this.main, this.ghost]) queue.take(key)
  }

  resident(): number[] {
    return [...this.small.keys, ...this.main.keys]
  }
}

export const oracle: OracleSpec = {
  name: 's3-fifo',
  create: ({ capacity }) => new NaiveS3Fifo(capacity),
}
