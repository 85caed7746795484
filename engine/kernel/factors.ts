/**
 * A number that several causes multiply into, each of which can be taken back on its own. Undone factors leave no rounding
 * behind: with nothing in force the value is exactly 1.
 */
export class Factors {
  value = 1
  readonly #factors = new Set<{ readonly factor: number }>()

  /** Multiplies `factor` in; the returned function takes it out again, once. */
  add(factor: number): () => void {
    const entry = { factor }
    this.#factors.add(entry)
    this.#multiply()
    return () => {
      this.#factors.delete(entry)
      this.#multiply()
    }
  }

  #multiply(): void {
    this.value = 1
    for (const { factor } of this.#factors) this.value *= factor
  }
}
