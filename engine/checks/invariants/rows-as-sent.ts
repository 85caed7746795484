import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import { sentFile, tableRows, type FileLoaded } from '../file-ledger.ts'

const SHOWN = 4

export const invariant = defineInvariant<null>({
  name: 'rows-as-sent',
  title: 'The table says what was sent',
  doc: 'A row in the table has the fields with which it was exported, letter for letter; what was written in another form than was agreed on may stand there in the agreed one, if it means the same.',
  start: () => null,
  on: {
    'file-loaded'(_state, { name }: FileLoaded, nodeId, ctx) {
      const sent = sentFile(name, ctx)?.rows() ?? null
      const rows = tableRows(name, ctx)
      if (sent === null || rows === null) return undefined
      const sentAs = new Map(sent.map((row) => [row.number, row]))
      const changed: string[] = []
      for (const { number, fields } of rows) {
        const original = sentAs.get(number)
        for (const [column, value] of Object.entries(fields)) {
          const wasSent = original?.fields[column]
          if (wasSent === value || original?.meant?.[column] === value) continue
          changed.push(`row ${number}: ${column} was sent as "${wasSent ?? ''}" and is "${value}"`)
        }
      }
      if (changed.length === 0) return null
      return {
        says: `${changed.length} fields of ${name} are not what was sent.`,
        operations: [...changed.slice(0, SHOWN), `${seconds(ctx.now)}: ${nodeId} had finished with ${name}`],
        nodes: [nodeId],
      }
    },
  },
})
