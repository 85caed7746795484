import type { Failure } from '../../schema/failures.ts'
import type { Done } from './replicated.ts'

/** Those who wait to read, by the numbers under which the machine was asked. */
export class Reads {
  readonly #byId = new Map<number, Done<null>>()

  add(id: number, done: Done<null>): void {
    this.#byId.set(id, done)
  }

  /** The machine has spoken; only the first answer counts. */
  answer(id: number, failure: Failure | null): void {
    const done = this.#byId.get(id)
    this.#byId.delete(id)
    done?.(null, failure)
  }
}
