import { Zipf } from '../../lib/distribution/zipf.ts'
import { RandomStream } from '../../lib/random.ts'

const SYLLABLES = 'ba con de ful gra hi jo ker lin mo ne or pre qui ras ste tion ur ver wa ye zo'.split(' ')
const VOCABULARY = 20_000

/** Texts whose words are as frequent as those of a language, and queries of two words that are neither rare nor everywhere. */
export function someTexts(options: { texts: number; words: number }): { texts: string[]; queries: string[] } {
  const random = new RandomStream(8, 'bench/texts')
  const vocabulary = new Set<string>()
  while (vocabulary.size < VOCABULARY) {
    vocabulary.add(
      Array.from({ length: 2 + random.below(3) }, () => SYLLABLES[random.below(SYLLABLES.length)]).join(''),
    )
  }
  const words = [...vocabulary]
  const zipf = new Zipf({ keys: VOCABULARY, exponent: 1 })
  const text = () => Array.from({ length: options.words }, () => words[zipf.next(random)]).join(' ')
  const query = () => `${words[50 + random.below(2_000)]} ${words[50 + random.below(2_000)]}`
  return {
    texts: Array.from({ length: options.texts }, text),
    queries: Array.from({ length: 1 << 10 }, query),
  }
}
