import type { Reader } from './timeline.ts'

/** So many columns of what is gone are kept, in case it comes back, before new ones take their places. */
const KEPT_FREE = 512

/** A place of a row: whose it is, or last was. */
interface Slot {
  id: string
  reader: Reader | null
}

/** Which place of a row belongs to which column. Places never move; those of what is gone are empty until they are used again. */
export class ColumnTable {
  readonly slots: Slot[] = []
  /** Places whose column is another than when this was last cleared. */
  readonly changed = new Set<number>()
  #free: number[] = []

  /** Gives a column a place, and says which if it was another's before; -1 when it was not: its old one when it had one, a new one, or, when very many are empty, the one empty for longest. */
  add(reader: Reader): number {
    const own = this.#free.findIndex((at) => this.slots[at].id === reader.id)
    let at = this.slots.length
    const before = this.slots.length
    if (own !== -1) [at] = this.#free.splice(own, 1)
    else if (this.#free.length > KEPT_FREE) at = this.#free.shift()!
    this.slots[at] = { id: reader.id, reader }
    this.changed.add(at)
    return at < before && own === -1 ? at : -1
  }

  remove(reader: Reader): void {
    const at = this.slots.findIndex((slot) => slot.reader === reader)
    this.slots[at] = { id: reader.id, reader: null }
    this.#free.push(at)
    this.changed.add(at)
  }
}
