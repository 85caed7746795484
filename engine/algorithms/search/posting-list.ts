/** The documents that have a term, in ascending order, and how often: pairs in one typed array. */
export class PostingList {
  pairs = new Int32Array(4)
  /** Documents times two. */
  length = 0

  get documents(): number {
    return this.length >> 1
  }

  /** Enters a document that is not there. */
  add(document: number, count: number): void {
    if (this.length === this.pairs.length) {
      const longer = new Int32Array(2 * this.length)
      longer.set(this.pairs)
      this.pairs = longer
    }
    const at =
      this.length === 0 || this.pairs[this.length - 2] < document ? this.length : this.#find(document)
    if (at < this.length) this.pairs.copyWithin(at + 2, at, this.length)
    this.pairs[at] = document
    this.pairs[at + 1] = count
    this.length += 2
  }

  /** Takes out a document that is there. */
  remove(document: number): void {
    const at = this.#find(document)
    this.pairs.copyWithin(at, at + 2, this.length)
    this.length -= 2
  }

  /** Where the first document stands that is not below this one. */
  #find(document: number): number {
    let low = 0
    let high = this.length >> 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.pairs[2 * middle] < document) low = middle + 1
      else high = middle
    }
    return 2 * low
  }
}
