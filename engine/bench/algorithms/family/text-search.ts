import MiniSearch from 'minisearch'
import { InvertedIndex, type SearchOptions } from '../../../algorithms/search/algorithm/inverted-index.ts'
import type { Workload } from '../../measure.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachOf } from '../each-of.ts'
import { someTexts } from '../texts.ts'

const TEXTS = 4_000

/** Four thousand texts of sixty words; a search lists all that matches, best first. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const { texts, queries } = someTexts({ texts: TEXTS, words: 60 })
    return [
      indexing(texts),
      searching(texts, queries, 'search', 2_000, {}),
      searching(texts, queries, 'search by beginnings', 1_000, { prefix: true }),
      searching(texts, queries, 'search with a typo', 1_000, { typos: 1 }),
    ]
  },
}

function indexing(texts: string[]): Workload {
  return {
    suite: 'algorithms',
    name: 'text: index',
    count: TEXTS,
    ours: () => {
      let index = new InvertedIndex()
      return eachOf(texts, (text, id) => {
        if (id === 0) index = new InvertedIndex()
        index.add(id, text)
      })
    },
    peers: {
      minisearch: () => {
        let index = emptyPeer()
        return eachOf(texts, (text, id) => {
          if (id === 0) index = emptyPeer()
          index.add({ id, text })
        })
      },
    },
  }
}

function searching(
  texts: string[],
  queries: string[],
  name: string,
  count: number,
  options: SearchOptions,
): Workload {
  return {
    suite: 'algorithms',
    name: `text: ${name}`,
    count,
    ours: () => {
      const index = new InvertedIndex()
      texts.forEach((text, id) => index.add(id, text))
      return eachOf(queries, (query) => index.search(query, options))
    },
    peers: {
      minisearch: () => {
        const index = emptyPeer()
        index.addAll(texts.map((text, id) => ({ id, text })))
        const theirs = { prefix: options.prefix ?? false, fuzzy: options.typos ?? false }
        return eachOf(queries, (query) => index.search(query, theirs))
      },
    },
  }
}

const emptyPeer = () => new MiniSearch<{ id: number; text: string }>({ fields: ['text'] })
