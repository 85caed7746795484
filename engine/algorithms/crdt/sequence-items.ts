const FIRST_ITEMS = 64
const NO_ITEM = -1

/**
 * The elements of a replicated sequence with their identities, in columns: who inserted each, as its which element, at
 * which Lamport time, and whether it is deleted. An element is known by its row, which never changes.
 */
export class SequenceItems<Element> {
  readonly values: Element[] = []
  replica = new Int32Array(FIRST_ITEMS)
  sequence = new Int32Array(FIRST_ITEMS)
  /** Lamport time of the insertion. */
  time = new Float64Array(FIRST_ITEMS)
  /** The row that it was inserted behind; -1: before all. */
  left = new Int32Array(FIRST_ITEMS)
  /** By replica, by sequence: the row. */
  readonly #rows: number[][] = []

  get count(): number {
    return this.values.length
  }

  /** The row of an element; -1 when it has not arrived. */
  rowOf(replica: number, sequence: number): number {
    return this.#rows[replica]?.[sequence] ?? NO_ITEM
  }

  /** The largest sequence of `replica` up to which nothing is missing here. */
  known(replica: number): number {
    return (this.#rows[replica]?.length ?? 1) - 1
  }

  add(value: Element, replica: number, sequence: number, time: number, left: number): number {
    const row = this.values.length
    if (row === this.replica.length) this.#grow()
    this.values.push(value)
    this.replica[row] = replica
    this.sequence[row] = sequence
    this.time[row] = time
    this.left[row] = left
    while (this.#rows.length <= replica) this.#rows.push([NO_ITEM]) // sequences count from 1
    this.#rows[replica].push(row)
    return row
  }

  /** Whether the element in `row` was inserted later than `time` of `replica`, in the order that all replicas agree on. */
  isLater(row: number, time: number, replica: number): boolean {
    return this.time[row] === time ? this.replica[row] > replica : this.time[row] > time
  }

  #grow(): void {
    const length = 2 * this.replica.length
    const replica = new Int32Array(length)
    const sequence = new Int32Array(length)
    const time = new Float64Array(length)
    const left = new Int32Array(length)
    replica.set(this.replica)
    sequence.set(this.sequence)
    time.set(this.time)
    left.set(this.left)
    Object.assign(this, { replica, sequence, time, left })
  }
}
