import * as fc from 'fast-check'
import MiniSearch from 'minisearch'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { InvertedIndex, type SearchOptions } from './algorithm/inverted-index.ts'
import { TermTrie } from './term-trie.ts'
import { tokenise } from './tokenise.ts'

/** The textbook's table. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])))
    }
    row = next
  }
  return row[b.length]
}

/** Words of few letters, so that many are near each other. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 })
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))

/** BM25 by its formula over the texts themselves. */
function naiveScores(texts: Map<number, string>, query: string, b: number): Map<number, number> {
  const documents = [...texts].map(([number, text]) => [number, tokenise(text)] as const)
  const average = documents.reduce((sum, [, words]) => sum + words.length, 0) / documents.length
  const scores = new Map<number, number>()
  for (const asked of tokenise(query)) {
    const holders = documents.filter(([, words]) => words.includes(asked)).length
    const rarity = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5))
    for (const [number, words] of documents) {
      const count = words.filter((each) => each === asked).length
      if (count === 0) continue
      const share = (rarity * count * 2.2) / (count + 1.2 * (1 - b + (b * words.length) / average))
      scores.set(number, (scores.get(number) ?? 0) + share)
    }
  }
  return scores
}

describe('words', () => {
  it('are runs of letters and digits of any script, in lower case', () => {
    expect(tokenise('The “Überraschung”, naïve café—№ 42: it’s x×y!')).toEqual([
      'the',
      'überraschung',
      'naïve',
      'café',
      '№',
      '42',
      'it',
      's',
      'x',
      'y',
    ])
    expect([tokenise(''), tokenise(' ..,\n\t'), tokenise('東京、大阪')]).toEqual([[], [], ['東京', '大阪']])
  })
})

describe('the trie', () => {
  it('finds what begins with a word or is near it, as comparing with every term does', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { maxLength: 40 }),
        word,
        fc.constantFrom(1, 2),
        (words, asked, edits) => {
          const trie = new TermTrie()
          words.forEach((each, term) => trie.add(each, term))
          const expected = (distance: (each: string) => number) =>
            words.flatMap((each, term) =>
              distance(each) > 0 && distance(each) < 99 ? [[term, distance(each)]] : [],
            )
          const pairs = ({ terms, distances }: { terms: number[]; distances: number[] }) =>
            terms.map((term, i) => [term, distances[i]]).sort(([a], [b]) => a - b)
          const edited = (each: string) =>
            editDistance(asked, each) <= edits ? editDistance(asked, each) : 99
          expect(pairs(trie.within(asked, edits))).toEqual(expected(edited))
          const lacking = (each: string) => (each.startsWith(asked) ? each.length - asked.length : 99)
          expect(pairs(trie.startingWith(asked))).toEqual(expected(lacking))
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

describe('an inverted index', () => {
  it('scores as the formula does, whatever is added, replaced and removed', () => {
    const steps = fc.array(fc.tuple(fc.nat(15), fc.option(text)), { minLength: 5, maxLength: 40 })
    fc.assert(
      fc.property(steps, text, fc.constantFrom(0, 0.75, 1), (steps, query, b) => {
        const index = new InvertedIndex({ b })
        const texts = new Map<number, string>()
        for (const [number, text] of steps) {
          if (text === null) expect(index.remove(number)).toBe(texts.delete(number))
          else {
            index.add(number, text)
            texts.set(number, text)
          }
        }
        const { documents, scores } = index.search(query)
        const expected = naiveScores(texts, query, b)
        expect(new Set(documents)).toEqual(new Set(expected.keys()))
        documents.forEach((number, i) => expect(scores[i]).toBeCloseTo(expected.get(number)!, 9))
        expect(scores).toEqual(scores.toSorted((x, y) => y - x))
        const { documents: few } = index.search(query, { limit: 3 })
        expect(few).toEqual(documents.slice(0, 3))
        const asked = tokenise(query)
        const all = [...texts].filter(([, text]) => asked.every((each) => tokenise(text).includes(each)))
        const { documents: matching } = index.search(query, { match: 'all' })
        expect(new Set(matching)).toEqual(new Set(asked.length === 0 ? [] : all.map(([number]) => number)))
      }),
      { numRuns: 300 },
    )
  })

  it.each<[string, SearchOptions]>([
    ['words', {}],
    ['all words', { match: 'all' }],
    ['beginnings', { prefix: true }],
    ['one typo', { typos: 1 }],
    ['two typos and beginnings', { typos: 2, prefix: true }],
  ])('finds and scores what a package does: %s', (_, options) => {
    const random = new RandomStream(7, 'texts')
    const someWord = () =>
      Array.from({ length: 2 + random.below(5) }, () => 'abcdef'[random.below(6)]).join('')
    const someText = (words: number) => Array.from({ length: words }, someWord).join(' ')
    const index = new InvertedIndex({ b: 0 }) // the package counts a document's length in different words
    const peer = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] })
    for (let id = 0; id < 300; id++) {
      const text = someText(20)
      index.add(id, text)
      peer.add({ id, text })
    }
    for (let i = 0; i < 60; i++) {
      const query = someText(1 + random.below(3))
      const ours = index.search(query, options)
      const theirs = peer.search(query, {
        fuzzy: options.typos ?? false,
        prefix: options.prefix ?? false,
        combineWith: options.match === 'all' ? 'AND' : 'OR',
        bm25: { k: 1.2, b: 0, d: 0 },
      })
      const expected = new Map(theirs.map(({ id, score, queryTerms }) => [id, score / queryTerms.length]))
      expect(new Set(ours.documents)).toEqual(new Set(expected.keys()))
      ours.documents.forEach((id, at) => expect(ours.scores[at]).toBeCloseTo(expected.get(id) as number, 9))
    }
  })

  it('is not changed by being looked at or searched, and says what it cannot be made of', () => {
    const index = new InvertedIndex()
    index.add(3, 'a cat and a hat')
    index.add(9, 'the hat')
    const before = index.inspect()
    expect(before).toEqual({ documents: 2, terms: 5, postings: 6, trieNodes: 13 })
    expect(index.search('hat').documents).toEqual([9, 3])
    expect(index.search('hut', { typos: 1 }).documents).toEqual([9, 3])
    expect(index.search('').documents).toEqual([])
    expect(index.search('dog', { prefix: true, typos: 2 }).documents).toEqual([])
    expect(index.inspect()).toEqual(before)
    expect(() => new InvertedIndex({ b: 2 })).toThrow('b is from 0 to 1')
  })
})
