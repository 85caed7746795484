import { longer } from '../index/longer.ts'

/** What a search in the trie found: term numbers, and how far each is from what was asked. */
export interface FoundTerms {
  terms: number[]
  /** Edits, or letters that a prefix lacks. */
  distances: number[]
}

/**
 * The terms of an index by their letters, to find those that begin with a prefix or are a few edits away.
 * Paper: Fredkin, "Trie memory" (1960), children as linked siblings (de la Briandais 1959); edits by a walk that carries one row of the
 * distance table down each branch (Wagner and Fischer 1974; Schulz and Mihov 2002 do the same by automaton).
 * Compare: radix tree (fewer nodes, more code), the edit distance of every term.
 * Cost: O(letters times siblings) to add; a prefix takes what it finds; k edits visit the branches that are within k of one of the word's
 * beginnings. Invariant: node 0 is the root, each term ends at one node.
 */
export class TermTrie {
  #letter = new Int32Array(64)
  #firstChild = new Int32Array(64)
  #sibling = new Int32Array(64)
  /** The number of the term that ends here, plus 1. */
  #term = new Int32Array(64)
  #nodes = 1
  #rows = new Int32Array(0)

  get nodes(): number {
    return this.#nodes
  }

  /** Adds a term that is not there, under its number. */
  add(word: string, term: number): void {
    let node = 0
    for (let i = 0; i < word.length; i++)
      node = this.#child(node, word.charCodeAt(i)) || this.#grown(node, word.charCodeAt(i))
    this.#term[node] = term + 1
  }

  /** Terms that begin with a word, itself left out. */
  startingWith(word: string): FoundTerms {
    const found: FoundTerms = { terms: [], distances: [] }
    let node = 0
    for (let i = 0; i < word.length; i++) {
      node = this.#child(node, word.charCodeAt(i))
      if (node === 0) return found
    }
    this.#collect(this.#firstChild[node], 1, found)
    return found
  }

  /** Terms that 1 to `edits` insertions, deletions and replacements of a letter make of a word. */
  within(word: string, edits: number): FoundTerms {
    const found: FoundTerms = { terms: [], distances: [] }
    const width = word.length + 1
    const rows = width * (width + edits + 1) // no deeper can a term be near
    if (this.#rows.length < rows) this.#rows = new Int32Array(rows)
    for (let i = 0; i < width; i++) this.#rows[i] = i
    this.#walk(this.#firstChild[0], 1, word, edits, found)
    return found
  }

  /** Goes through the siblings at a depth, whose parent's row of distances is filled, and down where the word is still near. */
  #walk(first: number, depth: number, word: string, edits: number, found: FoundTerms): void {
    const length = word.length
    const width = length + 1
    const rows = this.#rows
    const above = (depth - 1) * width
    const row = depth * width
    const from = Math.max(1, depth - edits)
    const to = Math.min(length, depth + edits)
    for (let node = first; node !== 0; node = this.#sibling[node]) {
      const letter = this.#letter[node]
      // Outside the band of |i - depth| <= edits all distances are too large; its borders stand for them.
      rows[row + from - 1] = from === 1 ? depth : edits + 1
      let nearest = rows[row + from - 1]
      for (let i = from; i <= to; i++) {
        const replaced = rows[above + i - 1] + (word.charCodeAt(i - 1) === letter ? 0 : 1)
        const dropped = rows[row + i - 1] + 1
        const inserted = i < depth + edits ? rows[above + i] + 1 : edits + 1
        const distance = Math.min(replaced, dropped, inserted)
        rows[row + i] = distance
        if (distance < nearest) nearest = distance
      }
      if (nearest > edits) continue
      const distance = to === length ? rows[row + length] : edits + 1
      if (this.#term[node] !== 0 && distance <= edits && distance > 0) {
        found.terms.push(this.#term[node] - 1)
        found.distances.push(distance)
      }
      if (this.#firstChild[node] !== 0 && depth < length + edits) {
        this.#walk(this.#firstChild[node], depth + 1, word, edits, found)
      }
    }
  }

  /** All terms at and below some siblings. */
  #collect(first: number, distance: number, found: FoundTerms): void {
    for (let node = first; node !== 0; node = this.#sibling[node]) {
      if (this.#term[node] !== 0) {
        found.terms.push(this.#term[node] - 1)
        found.distances.push(distance)
      }
      this.#collect(this.#firstChild[node], distance + 1, found)
    }
  }

  #child(node: number, letter: number): number {
    let child = this.#firstChild[node]
    while (child !== 0 && this.#letter[child] !== letter) child = this.#sibling[child]
    return child
  }

  #grown(parent: number, letter: number): number {
    const node = this.#nodes++
    if (node === this.#letter.length) {
      this.#letter = longer(this.#letter, 2 * node)
      this.#firstChild = longer(this.#firstChild, 2 * node)
      this.#sibling = longer(this.#sibling, 2 * node)
      this.#term = longer(this.#term, 2 * node)
    }
    this.#letter[node] = letter
    this.#sibling[node] = this.#firstChild[parent]
    this.#firstChild[parent] = node
    return node
  }
}
