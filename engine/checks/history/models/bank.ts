import { HistoryError } from '../history-error.ts'
import type { Json, Operation } from '../history-event.ts'
import type { CheckOptions, HistoryModel, HistoryResult } from '../history-model.ts'
import { tellValue } from '../tell-value.ts'

type Balances = Readonly<Record<string, number>>

/** What all accounts hold together. */
const totalOf = (balances: Balances): number => Object.values(balances).reduce((sum, cents) => sum + cents, 0)

function isBalances(json: Json | undefined): json is Balances {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return false
  return Object.values(json).every((cents) => typeof cents === 'number')
}

function isTransfer(json: Json | undefined): boolean {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return false
  const { from, to, amount } = json as Record<string, Json>
  return from !== undefined && to !== undefined && typeof amount === 'number'
}

/** Transfers move money and never make or lose it, so that every look at all accounts shows the same sum. */
function check(operations: readonly Operation[], { initial }: CheckOptions): HistoryResult {
  let expected = isBalances(initial ?? null) ? totalOf(initial as Balances) : null
  let latest: Operation | null = null
  const result = { operations: operations.length, states: 0 }
  for (const operation of operations.toSorted((a, b) => a.completedAt - b.completedAt)) {
    if (operation.outcome !== 'ok') continue
    if (operation.f === 'transfer') {
      latest = operation
      continue
    }
    const { answer, process, completion } = operation
    if (!isBalances(answer))
      throw new HistoryError(
        completion!.line,
        'a read returns all balances as an object; write {"account": 100, …}.',
      )
    expected ??= totalOf(answer)
    if (totalOf(answer) === expected) continue
    const says = `Process ${process} read balances of ${totalOf(answer)} in all (line ${completion!.line}), although they were ${expected} at first and transfers only move money.`
    const before =
      latest === null
        ? []
        : [
            `line ${latest.completion!.line}: process ${latest.process} transferred ${tellValue(latest.argument!)}`,
          ]
    const told = [...before, `line ${completion!.line}: process ${process} read ${tellValue(answer)}`]
    return { ...result, verdict: 'violated', witness: { says, operations: told, line: completion!.line } }
  }
  return { ...result, verdict: 'holds' }
}

export const model: HistoryModel = {
  name: 'bank',
  doc: 'Transfers between accounts keep the sum of all balances, whatever happens at once.',
  needsKey: false,
  operations: new Map(
    Object.entries({
      read: {},
      transfer: {
        complaint: (argument: Json | undefined) =>
          isTransfer(argument)
            ? null
            : 'a transfer has {"from", "to", "amount"} as its "value"; write all three.',
      },
    }),
  ),
  check,
}
