import { assert } from '../../../lib/assert.ts'
import { ln } from '../../../lib/math.ts'
import { longer } from '../../index/longer.ts'
import { BestScores } from '../best-scores.ts'
import { PostingList } from '../posting-list.ts'
import { TermTrie, type FoundTerms } from '../term-trie.ts'
import { tokenise } from '../tokenise.ts'

/** What a term counts that only begins with the word, or is a typo away: less, the further it is. */
const PREFIX_WEIGHT = 0.375
const PREFIX_DECAY = 0.3
const TYPO_WEIGHT = 0.45

export interface SearchOptions {
  /** Words of the query are also taken for beginnings of words; default no. */
  readonly prefix?: boolean
  /** How many letters of a word may be wrong; default 0. */
  readonly typos?: 0 | 1 | 2
  /** Whether a document needs any of the query's words, or all; default any. */
  readonly match?: 'any' | 'all'
  /** At most so many, the best; default all. */
  readonly limit?: number
}

/** Documents and their scores, the best first; the lower number where scores are equal. */
export interface SearchResults {
  documents: number[]
  scores: number[]
}

/**
 * Which documents have a word, best matches first: a list of documents a term, scored by BM25. Words of a query may be beginnings, or have
 * typos. Documents have numbers of the caller's choice.
 * Paper: Robertson, Zaragoza, "The probabilistic relevance framework: BM25 and beyond" (2009), with ln(1 + (N - n + 0.5) / (n + 0.5)) for
 * rarity, which is never negative. Compare: scanning the texts, block-max WAND (skips what cannot be among the best), vectors.
 * Cost: a search touches every posting of its terms, plus O(log limit) for each of the best; adding is O(words), removing moves part of
 * the lists of its terms. Invariant: a term's list has exactly the documents that have the term, in order.
 */
export class InvertedIndex {
  readonly #k1: number
  readonly #b: number
  readonly #terms = new Map<string, number>()
  readonly #trie = new TermTrie()
  readonly #termLengths: number[] = []
  readonly #postings: PostingList[] = []
  readonly #slots = new Map<number, number>()
  readonly #freeSlots: number[] = []
  /** Of each slot: the document's number, its length in words, its terms. */
  readonly #numbers: number[] = []
  readonly #termsOf: Int32Array[] = []
  #lengths = new Int32Array(16)
  #wordsInAll = 0
  /** While a document is added: how often it has each term. */
  #counts = new Int32Array(16)
  /** While a search runs: scores by slot, how many words of the query matched, and the last of them that did. */
  #scores = new Float64Array(16)
  #matched = new Int32Array(16)
  #lastMatch = new Int32Array(16)
  #words = 0

  constructor(options: { k1?: number; b?: number } = {}) {
    this.#k1 = options.k1 ?? 1.2
    this.#b = options.b ?? 0.75
    assert(this.#k1 >= 0 && this.#b >= 0 && this.#b <= 1, 'k1 is not negative, and b is from 0 to 1')
  }

  get documents(): number {
    return this.#slots.size
  }

  /** Adds a document; one of the same number is replaced. */
  add(document: number, text: string): void {
    this.remove(document)
    const slot = this.#freeSlots.pop() ?? this.#newSlot()
    const words = tokenise(text)
    const terms: number[] = []
    for (const word of words) {
      const term = this.#terms.get(word) ?? this.#newTerm(word)
      if (this.#counts[term]++ === 0) terms.push(term)
    }
    for (const term of terms) {
      this.#postings[term].add(slot, this.#counts[term])
      this.#counts[term] = 0
    }
    this.#slots.set(document, slot)
    this.#numbers[slot] = document
    this.#termsOf[slot] = Int32Array.from(terms)
    this.#lengths[slot] = words.length
    this.#wordsInAll += words.length
  }

  /** Takes a document out; false when it was not there. */
  remove(document: number): boolean {
    const slot = this.#slots.get(document)
    if (slot === undefined) return false
    for (const term of this.#termsOf[slot]) this.#postings[term].remove(slot)
    this.#slots.delete(document)
    this.#freeSlots.push(slot)
    this.#wordsInAll -= this.#lengths[slot]
    return true
  }

  search(query: string, options: SearchOptions = {}): SearchResults {
    const words = tokenise(query)
    const touched: number[] = []
    const before = this.#words
    for (const word of words) this.#matchWord(word, options, before, touched)
    const needed = options.match === 'all' ? words.length : 1
    const best = new BestScores({ limit: options.limit ?? Infinity, offers: touched.length })
    for (const slot of touched) if (this.#matched[slot] >= needed) best.offer(slot, this.#scores[slot])
    const { numbers, scores } = best.drain()
    return { documents: numbers.map((slot) => this.#numbers[slot]), scores }
  }

  inspect() {
    const postings = this.#postings.reduce((sum, list) => sum + list.documents, 0)
    return {
      documents: this.documents,
      terms: this.#terms.size,
      postings,
      trieNodes: this.#trie.nodes,
    } as const
  }

  /** Scores the documents that have a word of the query, or what it may stand for. */
  #matchWord(word: string, { prefix, typos = 0 }: SearchOptions, before: number, touched: number[]): void {
    this.#words++
    const exact = this.#terms.get(word)
    if (exact !== undefined) this.#score(exact, 1, before, touched)
    const longerWords = prefix === true ? this.#trie.startingWith(word) : NOTHING
    longerWords.terms.forEach((term, i) => {
      const length = word.length + longerWords.distances[i]
      const weight = (PREFIX_WEIGHT * length) / (length + PREFIX_DECAY * longerWords.distances[i])
      this.#score(term, weight, before, touched)
    })
    if (typos === 0) return
    const known = new Set(longerWords.terms)
    const { terms, distances } = this.#trie.within(word, typos)
    terms.forEach((term, i) => {
      if (known.has(term)) return
      const length = this.#termLengths[term]
      this.#score(term, (TYPO_WEIGHT * length) / (length + distances[i]), before, touched)
    })
  }

  /** Adds a term's share to the scores of the documents that have it. */
  #score(term: number, weight: number, before: number, touched: number[]): void {
    const { pairs, length, documents } = this.#postings[term]
    const [scores, lengths, lastMatch, matched, word] = [
      this.#scores,
      this.#lengths,
      this.#lastMatch,
      this.#matched,
      this.#words,
    ]
    const rarity = ln(1 + (this.documents - documents + 0.5) / (documents + 0.5))
    const factor = weight * rarity * (this.#k1 + 1)
    const base = this.#k1 * (1 - this.#b)
    const slope = (this.#k1 * this.#b * this.documents) / this.#wordsInAll
    for (let at = 0; at < length; at += 2) {
      const slot = pairs[at]
      const count = pairs[at + 1]
      if (lastMatch[slot] !== word) {
        if (lastMatch[slot] <= before) {
          touched.push(slot)
          scores[slot] = 0
          matched[slot] = 0
        }
        lastMatch[slot] = word
        matched[slot]++
      }
      scores[slot] += (factor * count) / (count + base + slope * lengths[slot])
    }
  }

  #newTerm(word: string): number {
    const term = this.#postings.length
    if (term === this.#counts.length) this.#counts = longer(this.#counts, 2 * term)
    this.#terms.set(word, term)
    this.#termLengths.push(word.length)
    this.#trie.add(word, term)
    this.#postings.push(new PostingList())
    return term
  }

  #newSlot(): number {
    const slot = this.#numbers.length
    this.#numbers.push(0)
    if (slot === this.#lengths.length) {
      this.#lengths = longer(this.#lengths, 2 * slot)
      this.#scores = longer(this.#scores, 2 * slot)
      this.#matched = longer(this.#matched, 2 * slot)
      this.#lastMatch = longer(this.#lastMatch, 2 * slot)
    }
    return slot
  }
}

const NOTHING: FoundTerms = { terms: [], distances: [] }
