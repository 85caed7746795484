import type { SiblingSet } from '../../clock/sibling-set.ts'
import type { StoreMessage } from './messages.ts'

const valuesOf = ({ versions }: SiblingSet): string =>
  versions.map(({ value }) => value ?? 'a deletion').join(' and ') || 'nothing'

/** A message of the ring as a person would tell it, for golden stories. */
export function storyOf(message: StoreMessage): string {
  switch (message.type) {
    case 'put':
      return `coordinate ${message.value ?? 'a deletion'} of key ${message.key}, please`
    case 'put-done':
      return message.result.ok ? 'it is done' : `it is not done: ${message.result.failure}`
    case 'store': {
      const whom = message.hintFor < 0 ? '' : ` until n${message.hintFor} is back`
      return `keep ${valuesOf(message.set)} of key ${message.key}${whom}`
    }
    case 'stored':
      return 'it is on disk'
    case 'fetch':
      return `what have you of key ${message.key}?`
    case 'fetched':
      return `I have ${valuesOf(message.set)}`
    case 'hand-over':
      return `you missed ${message.entries.map(([key, set]) => `${valuesOf(set)} of key ${key}`).join(', ')}`
    case 'handed-over':
      return 'I have it now'
    case 'tree':
      return `level ${message.level}: ${message.hashes.length} ${message.hashes.length === 1 ? 'hash' : 'hashes'}`
    case 'tree-equal':
      return 'our roots are the same'
    case 'leaves':
      return `we differ in ${message.leaves.length} leaves: I hold ${message.keys.map(([key]) => `key ${key}`).join(', ') || 'nothing'} there`
    case 'sets': {
      const given = message.entries.map(([key, set]) => `${valuesOf(set)} of key ${key}`).join(', ')
      const wanted = message.wanted.map((key) => `key ${key}`).join(', ')
      return [given && `here is ${given}`, wanted && `give me ${wanted}`].filter(Boolean).join('; ')
    }
    case 'gossip':
      return message.gossip.type
  }
}
