import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'

/** The fact `page-answered`: a page that is made of several services’ answers is ready, or has failed. */
interface PageAnswered {
  ok: boolean
  missing: readonly string[]
  atNanos: number
}

export const invariant = defineInvariant<null>({
  name: 'features-stand-alone',
  title: 'One service down is one feature less',
  doc: 'A page fails only when what it is about cannot be had; a part of another domain that is missing is left out.',
  start: () => null,
  on: {
    'page-answered'(_state, { ok, missing, atNanos }: PageAnswered, nodeId) {
      if (ok || missing.includes('users')) return null
      return {
        says: `A page failed because of ${missing.join(' and ')}, though its user was found.`,
        operations: [
          `${seconds(atNanos)}: ${missing.join(', ')} did not answer ${nodeId}`,
          `${seconds(atNanos)}: ${nodeId} failed the whole page`,
        ],
        nodes: [nodeId],
      }
    },
  },
})
