/**
 * The best so many of what is offered, by score and then by the lower number: a heap with the worst of them on top.
 * Paper: Williams, "Algorithm 232: Heapsort" (1964). Compare: sorting all. Cost: O(1) for what is not among the best, else O(log limit).
 * Invariant: at most `limit` are kept.
 */
export class BestScores {
  readonly #limit: number
  readonly #scores: Float64Array
  readonly #numbers: Int32Array
  #size = 0

  /** `offers`: how many will be offered at most. */
  constructor(options: { limit: number; offers: number }) {
    this.#limit = Math.min(options.limit, options.offers)
    this.#scores = new Float64Array(this.#limit)
    this.#numbers = new Int32Array(this.#limit)
  }

  offer(number: number, score: number): void {
    if (this.#size < this.#limit) this.#rise(this.#size++, number, score)
    else if (this.#size > 0 && this.#isWorse(0, number, score)) this.#sink(number, score)
  }

  /** Takes out all that were kept, the best first. */
  drain(): { numbers: number[]; scores: number[] } {
    const numbers: number[] = Array.from({ length: this.#size })
    const scores: number[] = Array.from({ length: this.#size })
    while (this.#size > 0) {
      const last = --this.#size
      numbers[last] = this.#numbers[0]
      scores[last] = this.#scores[0]
      this.#sink(this.#numbers[last], this.#scores[last])
    }
    return { numbers, scores }
  }

  /** Whether what stands at a place is worse than this. */
  #isWorse(place: number, number: number, score: number): boolean {
    const there = this.#scores[place]
    return there < score || (there === score && this.#numbers[place] > number)
  }

  #rise(from: number, number: number, score: number): void {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (this.#isWorse(parent, number, score)) break
      this.#put(place, this.#numbers[parent], this.#scores[parent])
      place = parent
    }
    this.#put(place, number, score)
  }

  /** Puts this in place of the worst. */
  #sink(number: number, score: number): void {
    let place = 0
    for (let child = 1; child < this.#size; child = 2 * place + 1) {
      if (child + 1 < this.#size && this.#isWorse(child + 1, this.#numbers[child], this.#scores[child]))
        child++
      if (!this.#isWorse(child, number, score)) break
      this.#put(place, this.#numbers[child], this.#scores[child])
      place = child
    }
    if (this.#size > 0) this.#put(place, number, score)
  }

  #put(place: number, number: number, score: number): void {
    this.#numbers[place] = number
    this.#scores[place] = score
  }
}
