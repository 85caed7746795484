import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import { tableRows, type FileLoaded } from '../file-ledger.ts'

const SHOWN = 4

export const invariant = defineInvariant<{ duplicates: number }>({
  name: 'load-is-idempotent',
  title: 'Loading twice changes nothing',
  doc: 'However often a file or a chunk of it is loaded, each of its rows is in the table once.',
  start: () => ({ duplicates: 0 }),
  on: {
    'file-loaded'(state, { name }: FileLoaded, nodeId, ctx) {
      const rows = tableRows(name, ctx)
      if (rows === null) return undefined
      const seen = new Set<number>()
      const twice: number[] = []
      for (const { number } of rows) {
        if (seen.has(number)) twice.push(number)
        else seen.add(number)
      }
      state.duplicates = twice.length
      if (twice.length === 0) return null
      return {
        says: `${twice.length} rows of ${name} are in the table more than once.`,
        operations: [
          ...twice.slice(0, SHOWN).map((number) => `row ${number} of ${name} was loaded again`),
          `${seconds(ctx.now)}: ${nodeId} had finished with ${name}`,
        ],
        nodes: [nodeId],
      }
    },
  },
  readings: {
    duplicateRows: { title: 'Rows twice in the table', unit: 'rows', read: ({ duplicates }) => duplicates },
  },
})
