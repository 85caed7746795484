import { isWrite, seconds, type ClientAnswer } from '../client-answer.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { rowsAtStart } from '../sharded-table.ts'
import { WriteHistory, inWords } from '../write-history.ts'

interface State {
  /** Keys below this hold a row from the start. */
  rows: number
  all: number
  history: WriteHistory
}

/** What clients can tell: whatever happens below, the table is one table. */
export const invariant = defineInvariant<State>({
  name: 'no-row-lost',
  title: 'No row is lost, and none goes back',
  doc: 'A read never finds a row missing, nor anything that had been overwritten when it began; a report counts every row once.',
  start(ctx) {
    const { plain, accounts } = rowsAtStart(ctx)
    return { rows: plain, all: plain + accounts, history: WriteHistory.of(ctx) }
  },
  on: {
    'client-answer'(state, answer: ClientAnswer, _nodeId, ctx) {
      if (!answer.ok) return undefined
      if (isWrite(answer)) {
        state.history.answered(answer, ctx.now)
        return undefined
      }
      if (answer.op === 'scan') return judgeScan(state, answer, ctx)
      return answer.op === 'read' ? judgeRead(state, answer, ctx) : undefined
    },
  },
})

function judgeRead({ rows, history }: State, answer: ClientAnswer, ctx: CheckContext): Violation | null {
  const { client, key, value, intendedAt } = answer
  const reads = `${seconds(intendedAt)}: user ${client} read key ${key} and got ${String(value)} at ${seconds(ctx.now)}`
  const old = history.overwritten(key, value)
  if (old !== null && intendedAt > old.by.ackedAt)
    return {
      says: `A read of key ${key} returned ${String(value)}, overwritten ${seconds(intendedAt - old.by.ackedAt)} before it began.`,
      operations: [...(old.write === null ? [] : [inWords(key, old.write)]), inWords(key, old.by), reads],
      nodes: [],
    }
  if (value !== null || key >= rows) return null
  return {
    says: `A read found no row under key ${key}, which has been there from the start.`,
    operations: [`0.000 s: the table has a row under key ${key}`, reads],
    nodes: [],
  }
}

function judgeScan(
  { all }: State,
  { client, value, intendedAt }: ClientAnswer,
  ctx: CheckContext,
): Violation | null {
  const { rows, shards } = value as { rows: number; shards: number }
  if (rows === all) return null
  return {
    says: `A report counted ${rows} rows on ${shards} shards; the table has ${all}.`,
    operations: [
      `0.000 s: the table has ${all} rows`,
      `${seconds(intendedAt)}: user ${client} asked for a report, which counted ${rows} at ${seconds(ctx.now)}`,
    ],
    nodes: [],
  }
}
