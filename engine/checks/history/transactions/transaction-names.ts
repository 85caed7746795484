import type { Json } from '../history-event.ts'
import { tellValue } from '../tell-value.ts'
import { Values } from '../values.ts'

/** Gives the keys and values of transactions small integers, and tells them to people again. */
export class TransactionNames {
  readonly #values = new Values()
  /** A short cut for numbers, which most keys and values are. */
  readonly #numbers = new Map<number, number>()

  /** The id of a key or value; the same for equal ones. Null has the id 0. */
  id(json: Json): number {
    if (typeof json !== 'number') return this.#values.intern(json)
    let id = this.#numbers.get(json)
    if (id === undefined) {
      id = this.#values.intern(json)
      this.#numbers.set(json, id)
    }
    return id
  }

  tellKey(id: number): string {
    const json = this.#values.json(id)
    return typeof json === 'string' ? json : tellValue(json)
  }

  tell(id: number): string {
    return tellValue(this.#values.json(id))
  }

  tellList(ids: readonly number[]): string {
    return tellValue(ids.map((id) => this.#values.json(id)))
  }
}
