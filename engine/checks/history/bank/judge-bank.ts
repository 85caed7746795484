import type { Operation } from '../history-event.ts'
import type { CheckOptions, HistoryResult } from '../history-model.ts'
import { placeOf } from '../place-of.ts'
import { tellValue } from '../tell-value.ts'
import type { Transfer } from './bank-shape.ts'
import { type Balances, bankStart, totalOf } from './bank-start.ts'
import { TransferBounds } from './transfer-bounds.ts'

const SHOWN = 8

/**
 * Judges the reads of a bank in the order in which they returned: transfers keep the total, nothing is overdrawn unless it is
 * allowed, all accounts are there, and no account has more or less than transfers could have left it, where its first
 * balance is known. A read sees all accounts at one moment; when that moment is, is not judged.
 * Source: the bank test of Jepsen (Kingsbury). Whatever a read shows, the first that is wrong ends the shortest wrong prefix.
 */
export function judgeBank(operations: readonly Operation[], options: CheckOptions): HistoryResult {
  const { total: knownTotal, balances: first, allowNegative } = bankStart(options.initial ?? null)
  const reads = operations.filter(({ f, outcome }) => f === 'read' && outcome === 'ok')
  reads.sort((a, b) => a.completedAt - b.completedAt)
  const transfers = operations.filter(({ f, outcome }) => f === 'transfer' && outcome !== 'fail')
  const bounds = first === null ? null : new TransferBounds(first, transfers)
  let total = knownTotal
  let accounts = first
  for (const [index, read] of reads.entries()) {
    const balances = read.answer as Balances
    total ??= totalOf(balances)
    accounts ??= balances
    const complaint =
      otherAccounts(balances, accounts) ??
      otherTotal(balances, total, around(read, transfers)) ??
      (allowNegative ? null : overdrawn(balances)) ??
      bounds?.complaint(read, balances) ??
      null
    if (complaint === null) continue
    const place = placeOf(read, options.places ?? 'lines')
    const witness = {
      says: `Process ${read.process} read ${tellValue(read.answer)} (${place}), ${complaint}.`,
      operations: tellAround(read, transfers, options),
      line: read.completion!.line,
    }
    return { verdict: 'violated', operations: operations.length, states: index + 1, witness }
  }
  return { verdict: 'holds', operations: operations.length, states: reads.length }
}

function otherAccounts(balances: Balances, accounts: Balances): string | null {
  const missing = Object.keys(accounts).find((account) => balances[account] === undefined)
  if (missing !== undefined) return `where the account ${missing} is missing`
  const added = Object.keys(balances).find((account) => accounts[account] === undefined)
  return added === undefined ? null : `with an account ${added} that there is not`
}

function otherTotal(balances: Balances, total: number, running: readonly Operation[]): string | null {
  const found = totalOf(balances)
  if (found === total) return null
  const difference = Math.abs(found - total)
  const half = running.find(({ argument }) => transferOf(argument).amount === difference)
  const what = `which is ${found} in all, although it is always ${total}: ${difference} ${found < total ? 'are missing' : 'are too many'}`
  if (half === undefined) return what
  return `${what}, as if it had seen one half of ${tellTransfer(half)} only`
}

function overdrawn(balances: Balances): string | null {
  const account = Object.keys(balances).find((name) => balances[name] < 0)
  return account === undefined
    ? null
    : `where the account ${account} is at ${balances[account]}, and none may be overdrawn`
}

/** The transfers that ran at the same time as the read. */
function around(read: Operation, transfers: readonly Operation[]): Operation[] {
  return transfers.filter(
    ({ invokedAt, completedAt }) => invokedAt < read.completedAt && completedAt > read.invokedAt,
  )
}

function tellAround(
  read: Operation,
  transfers: readonly Operation[],
  { places = 'lines' }: CheckOptions,
): string[] {
  const running = around(read, transfers)
  const before = transfers.filter(({ completedAt }) => completedAt < read.invokedAt)
  const shown = [...before.slice(-SHOWN / 2), ...running.slice(-SHOWN)]
  return shown.map((operation) => {
    const may = operation.outcome === 'unknown' ? 'may have made' : 'made'
    return `${placeOf(operation, places)}: process ${operation.process} ${may} ${tellTransfer(operation)}`
  })
}

function tellTransfer({ argument }: Operation): string {
  const { from, to, amount } = transferOf(argument)
  return `the transfer of ${amount} from ${from} to ${to}`
}

function transferOf(argument: Operation['argument']): Transfer {
  return argument as unknown as Transfer
}
