import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'

/** The fact `cached-value`: something cached, current and asked for was found. */
interface CachedValue {
  key: number
  value: unknown
  level: string
  /** Whether it answered the reader. */
  used: boolean
  atNanos: number
}

export const invariant = defineInvariant<null>({
  name: 'cached-values-count',
  title: 'What is cached answers, whatever it is',
  doc: 'A value that is found in a cache and is current answers the reader, also when it is zero, empty, false, or the knowledge that nothing is there.',
  start: () => null,
  on: {
    'cached-value'(_state, { key, value, level, used, atNanos }: CachedValue, nodeId) {
      if (used) return null
      return {
        says: `${nodeId} found ${JSON.stringify(value)} under key ${key} in ${level} and took it for a miss.`,
        operations: [
          `${seconds(atNanos)}: ${nodeId} looked key ${key} up in ${level} and found ${JSON.stringify(value)}`,
          `${seconds(atNanos)}: a condition took ${JSON.stringify(value)} for false, and ${nodeId} asked further down`,
        ],
        nodes: [nodeId],
      }
    },
  },
})
