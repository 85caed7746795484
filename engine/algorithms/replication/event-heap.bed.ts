import type { Nanos } from '../../lib/units.ts'

interface Event {
  readonly at: Nanos
  readonly order: number
  readonly run: () => void
}

/** What is to happen in a small world for tests, by time and then in the order in which it was said. */
export class EventHeap {
  now: Nanos = 0
  readonly #heap: Event[] = []
  #order = 0

  at(at: Nanos, run: () => void): void {
    this.#order += 1
    const heap = this.#heap
    const event = { at, order: this.#order, run }
    let hole = heap.push(event) - 1
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (!isBefore(event, heap[parent])) break
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = event
  }

  runUntil(until: Nanos): void {
    for (let next = this.#heap[0]; next && next.at <= until; next = this.#heap[0]) {
      this.#pop()
      this.now = next.at
      next.run()
    }
    this.now = until
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let hole = 0
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child += 1
      if (!isBefore(heap[child], last)) break
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = last
  }
}

const isBefore = (a: Event, b: Event): boolean => (a.at === b.at ? a.order < b.order : a.at < b.at)
