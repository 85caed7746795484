import { NaiveQueue } from './policy-oracle.ts'
import type { OracleSpec, PolicyOracle } from './policy-oracle.ts'

/** Figure 4 of the ARC paper: cases I to IV and REPLACE. Where it says "is full", sizes make it "does not fit". */
class NaiveArc implements PolicyOracle {
  evicted: number[] = []
  readonly capacity: number
  readonly t1 = new NaiveQueue()
  readonly t2 = new NaiveQueue()
  readonly b1 = new NaiveQueue()
  readonly b2 = new NaiveQueue()
  p = 0

  constructor(capacity: number) {
    this.capacity = capacity
  }

  access(key: number, units: number): boolean {
    this.evicted = []
    const { t1, t2, b1, b2, capacity } = this
    const resident = t1.take(key) ?? t2.take(key)
    if (resident) {
      t2.pushFront(resident) // case I
      return true
    }
    if (units > capacity) return false
    if (b1.find(key)) {
      const step = b1.units >= b2.units ? 1 : b2.units / b1.units // case II
      this.p = Math.min(this.p + units * step, capacity)
      while (t1.units + t2.units + units > capacity) this.replace(false)
      b1.take(key)
      t2.pushFront({ key, units, mark: 0 })
    } else if (b2.find(key)) {
      const step = b2.units >= b1.units ? 1 : b1.units / b2.units // case III
      this.p = Math.max(this.p - units * step, 0)
      while (t1.units + t2.units + units > capacity) this.replace(true)
      b2.take(key)
      t2.pushFront({ key, units, mark: 0 })
    } else {
      this.caseFour(units)
      t1.pushFront({ key, units, mark: 0 })
    }
    while (this.directory() > 2 * capacity) (b2.length > 0 ? b2 : b1).popBack() // sizes only: a ghost came back larger
    return false
  }

  caseFour(units: number): void {
    const { t1, t2, b1, b2, capacity } = this
    while (t1.units + b1.units + units > capacity && b1.length > 0) b1.popBack()
    while (t1.units + units > capacity) this.evicted.push(t1.popBack().key)
    while (this.directory() + units > 2 * capacity) (b2.length > 0 ? b2 : b1).popBack()
    while (t1.units + t2.units + units > capacity) this.replace(false)
  }

  replace(inB2: boolean): void {
    const { t1, t2, b1, b2, p } = this
    const fromT1 = t1.length > 0 && (t1.units > p || (inB2 && t1.units === p) || t2.length === 0)
    const victim = fromT1 ? t1.popBack() : t2.popBack()
    this.evicted.push(victim.key)
    if (fromT1) b1.pushFront(victim)
    else b2.pushFront(victim)
  }

  remove(key: number): void {
    for (const queue of [this.t1, this.t2, this.b1, this.b2]) queue.take(key)
  }

  resident(): number[] {
    return [...this.t1.keys, ...this.t2.keys]
  }

  directory(): number {
    return this.t1.units + this.t2.units + this.b1.units + this.b2.units
  }
}

export const oracle: OracleSpec = {
  name: 'arc',
  create: ({ capacity }) => new NaiveArc(capacity),
}
