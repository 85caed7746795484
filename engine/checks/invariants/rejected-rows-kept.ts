import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import { keptRejects, sentFile, tableRows, type FileLoaded } from '../file-ledger.ts'

const SHOWN = 4

export const invariant = defineInvariant<null>({
  name: 'rejected-rows-kept',
  title: 'Every row is loaded, or kept with a reason',
  doc: 'When a file is done, each of its rows is in the table or among the rejected rows with the reason why.',
  start: () => null,
  on: {
    'file-loaded'(_state, { name }: FileLoaded, nodeId, ctx) {
      const sent = sentFile(name, ctx)?.rows() ?? null
      const rows = tableRows(name, ctx)
      if (sent === null || rows === null) return undefined
      const loaded = new Set(rows.map(({ number }) => number))
      const kept = new Set(
        keptRejects(name, nodeId, ctx)
          .filter(({ reason }) => reason !== '')
          .map(({ number }) => number),
      )
      const lost = sent.filter(({ number }) => !loaded.has(number) && !kept.has(number))
      if (lost.length === 0) return null
      return {
        says: `${lost.length} rows of ${name} are neither in the table nor kept with a reason.`,
        operations: [
          ...lost
            .slice(0, SHOWN)
            .map(({ number, fields }) => `row ${number}: ${Object.values(fields).join(' | ')}`),
          `${seconds(ctx.now)}: ${nodeId} had finished with ${name}`,
        ],
        nodes: [nodeId],
      }
    },
  },
})
