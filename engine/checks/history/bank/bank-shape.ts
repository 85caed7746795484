import type { Json } from '../history-event.ts'
import type { OperationShape } from '../history-model.ts'
import { isBalances } from './bank-start.ts'

export interface Transfer {
  readonly from: string | number
  readonly to: string | number
  readonly amount: number
}

/** What lines about a bank look like. */
export const BANK_OPERATIONS: ReadonlyMap<string, OperationShape> = new Map<string, OperationShape>([
  [
    'transfer',
    {
      complaint: (argument) =>
        isTransfer(argument)
          ? null
          : 'the "value" of a transfer is {"from": account, "to": account, "amount": whole number of at least 0}; write all three.',
    },
  ],
  [
    'read',
    {
      answerComplaint: (_, answer) =>
        isBalances(answer) && Object.keys(answer).length > 0
          ? null
          : 'a read of the bank returns the balances of all accounts as its "value", such as {"a": 60, "b": 40}, in whole numbers; write them.',
    },
  ],
])

function isTransfer(argument: Json | undefined): boolean {
  if (argument === undefined || argument === null || typeof argument !== 'object') return false
  const { from, to, amount } = argument as Readonly<Record<string, Json | undefined>>
  return isAccount(from) && isAccount(to) && Number.isSafeInteger(amount) && (amount as number) >= 0
}

function isAccount(account: Json | undefined): boolean {
  return typeof account === 'string' || Number.isSafeInteger(account)
}
