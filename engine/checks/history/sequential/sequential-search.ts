/** One operation of a process, on interned keys and values; 0 is the first value of every key. */
export interface SequentialStep {
  readonly writes: boolean
  readonly key: number
  readonly value: number
}

/** What a step looks at while it searches: how many reads and writes of each value are still to come. */
interface Remaining {
  readonly reads: Map<number, number>
  readonly writes: Map<number, number>
}

const SPREAD = 1_048_576 // 2^20: key and value in one number

/**
 * Looks for one order of all operations of all processes that keeps each process's own order and in which every read
 * returns the latest write. Depth first, with two rules: a read that is possible now is done now, for waiting gains
 * nothing; and a value that is still to be read is not overwritten unless it will be written again. What failed before
 * from the same places and values is not tried again.
 * Paper: Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs" (1979); NP-complete:
 * Gibbons and Korach, "Testing shared memories" (1997). Compare: `LinearizationSearch`, which real time helps.
 * Cost: exponential in the worst case, near linear when values are distinct and many are read.
 * Invariant: `holds` exactly when there is such an order.
 */
export class SequentialSearch {
  /** Configurations visited. */
  states = 0
  /** Of each process: how far it has got at the best. */
  readonly furthest: number[]
  readonly #processes: readonly (readonly SequentialStep[])[]
  readonly #places: number[]
  readonly #values: number[]
  readonly #remaining: Remaining = { reads: new Map(), writes: new Map() }
  readonly #failed = new Set<string>()
  #best = -1

  constructor(processes: readonly (readonly SequentialStep[])[], keys: number) {
    this.#processes = processes
    this.#places = processes.map(() => 0)
    this.furthest = processes.map(() => 0)
    this.#values = Array<number>(keys).fill(0)
    for (const step of processes.flat()) this.#count(step, 1)
  }

  run(budget: number): 'holds' | 'violated' | 'unknown' {
    // A stack of what was done, so that long histories need no deep recursion.
    const trail: { process: number; undone: number; before: number; tried: number }[] = []
    let next = 0
    this.#readAll(trail)
    for (;;) {
      if (this.#done()) return 'holds'
      if (this.states >= budget) return 'unknown'
      const process = this.#choose(next)
      if (process !== -1) {
        trail.push({ process, undone: 0, before: this.#write(process), tried: process })
        this.#readAll(trail)
        this.states++
        next = this.#failed.size > 0 && this.#failed.has(this.#configuration()) ? Infinity : 0
        continue
      }
      if (next !== Infinity) this.#failed.add(this.#configuration())
      // Back to the last write, and on to the next process that could write instead.
      while (trail.length > 0 && trail.at(-1)!.undone === 1) this.#unread(trail.pop()!.process)
      const last = trail.pop()
      if (last === undefined) return 'violated'
      this.#unwrite(last.process, last.before)
      next = last.tried + 1
    }
  }

  /** Does every read that is possible now. */
  #readAll(trail: { process: number; undone: number; before: number; tried: number }[]): void {
    for (let progress = true; progress;) {
      progress = false
      for (let process = 0; process < this.#processes.length; process++) {
        const steps = this.#processes[process]
        for (let step = steps[this.#places[process]]; step !== undefined && this.#isReadable(step);) {
          this.#count(step, -1)
          step = steps[++this.#places[process]]
          trail.push({ process, undone: 1, before: 0, tried: 0 })
          progress = true
        }
      }
    }
    this.#noteBest()
  }

  /** The first process from `from` on whose next step is a write that may be done now; -1: none. */
  #choose(from: number): number {
    for (let process = from; process < this.#processes.length; process++) {
      const step = this.#processes[process][this.#places[process]]
      if (step === undefined || !step.writes) continue
      const current = step.key * SPREAD + this.#values[step.key]
      const wanted = this.#remaining.reads.get(current) ?? 0
      if (wanted === 0 || (this.#remaining.writes.get(current) ?? 0) > 0) return process
    }
    return -1
  }

  #isReadable({ writes, key, value }: SequentialStep): boolean {
    return !writes && this.#values[key] === value
  }

  #write(process: number): number {
    const step = this.#processes[process][this.#places[process]++]
    const before = this.#values[step.key]
    this.#count(step, -1)
    this.#values[step.key] = step.value
    return before
  }

  #unwrite(process: number, before: number): void {
    const step = this.#processes[process][--this.#places[process]]
    this.#count(step, 1)
    this.#values[step.key] = before
  }

  #unread(process: number): void {
    this.#count(this.#processes[process][--this.#places[process]], 1)
  }

  #count({ writes, key, value }: SequentialStep, by: number): void {
    const counts = writes ? this.#remaining.writes : this.#remaining.reads
    const at = key * SPREAD + value
    counts.set(at, (counts.get(at) ?? 0) + by)
  }

  #done(): boolean {
    return this.#processes.every((steps, process) => this.#places[process] === steps.length)
  }

  #noteBest(): void {
    let total = 0
    for (const place of this.#places) total += place
    if (total <= this.#best) return
    this.#best = total
    for (let process = 0; process < this.#places.length; process++)
      this.furthest[process] = this.#places[process]
  }

  #configuration(): string {
    return `${this.#places.join()}|${this.#values.join()}`
  }
}
