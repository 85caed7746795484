import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

type Kind = 'LIR' | 'HIR' | 'gone'

/** Section 3.3 of the LIRS paper: a stack S of keys with their kind, and a queue Q of resident HIR keys. */
export class NaiveLirs implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly ghostCapacity: number
  /** Top first. */
  stack: number[] = []
  /** Next to be evicted first. */
  queue: number[] = []
  readonly kinds = new Map<number, Kind>()
  readonly sizes = new Map<number, number>()
  /** Keys that are gone but on S, the oldest first. */
  gone: number[] = []

  constructor(capacity: number, ghostCapacity = Number.POSITIVE_INFINITY) {
    this.capacity = capacity
    this.ghostCapacity = ghostCapacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    const kind = this.kinds.get(key)
    if (kind === 'LIR' || kind === 'HIR') {
      const becomesLow = kind === 'LIR' || this.stack.includes(key)
      if (becomesLow) this.takeFrom('queue', key)
      else this.queue = [...this.queue.filter((other) => other !== key), key]
      this.kinds.set(key, becomesLow ? 'LIR' : 'HIR')
      this.top(key)
      this.settle()
      return true
    }
    if (units > this.capacity) return false
    this.remove(key)
    while (this.units('LIR') + this.units('HIR') + units > this.capacity) this.evict()
    while (this.units('gone') > this.ghostCapacity) this.remove(this.gone[0])
    this.sizes.set(key, units)
    const low = kind === 'gone' || this.units('LIR') + units <= this.lowShare()
    this.kinds.set(key, low ? 'LIR' : 'HIR')
    if (!low) this.queue.push(key)
    this.top(key)
    this.settle()
    return false
  }

  evict(): void {
    if (this.queue.length === 0) {
      this.demote()
      return
    }
    const victim = this.queue.shift()!
    this.evicted.push(victim)
    if (this.stack.includes(victim)) {
      this.kinds.set(victim, 'gone')
      this.gone.push(victim)
    } else {
      this.remove(victim)
    }
  }

  /** While LIR is over its share, the LIR key at the bottom of S goes to the end of Q. Then the stack is pruned. */
  settle(): void {
    this.prune()
    while (this.units('LIR') > this.lowShare()) this.demote()
  }

  demote(): void {
    const bottom = this.stack.pop()!
    this.kinds.set(bottom, 'HIR')
    this.queue.push(bottom)
    this.prune()
  }

  prune(): void {
    while (this.stack.length > 0 && this.kinds.get(this.stack.at(-1)!) !== 'LIR') {
      const bottom = this.stack.pop()!
      if (this.kinds.get(bottom) === 'gone') this.remove(bottom)
    }
  }

  remove(key: number): void {
    this.takeFrom('stack', key)
    this.takeFrom('queue', key)
    this.takeFrom('gone', key)
    this.kinds.delete(key)
    this.sizes.delete(key)
    this.prune()
  }

  resident(): number[] {
    return [...this.kinds].filter(([, kind]) => kind !== 'gone').map(([key]) => key)
  }

  top(key: number): void {
    this.stack = [key, ...this.stack.filter((other) => other !== key)]
  }

  takeFrom(list: 'stack' | 'queue' | 'gone', key: number): void {
    this[list] = this[list].filter((other) => other !== key)
  }

  units(kind: Kind): number {
    return [...this.kinds].reduce((sum, [key, of]) => sum + (of === kind ? this.sizes.get(key)! : 0), 0)
  }

  lowShare(): number {
    return this.capacity - Math.ceil(0.01 * this.capacity)
  }
}

export const oracle: OracleSpec = {
  name: 'lirs',
  create: ({ capacity }) => new NaiveLirs(capacity),
}
