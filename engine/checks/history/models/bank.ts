import { BANK_OPERATIONS } from '../bank/bank-shape.ts'
import { judgeBank } from '../bank/judge-bank.ts'
import type { HistoryModel } from '../history-model.ts'

export const model: HistoryModel = {
  name: 'bank',
  doc: 'Transfers keep the total of all accounts, and overdraw none unless --initial says {"balances": {…}, "allowNegative": true}. A transfer has {"from", "to", "amount"} as its value, the ok of a read the balances by account; --initial is the first balances, their total, or left out.',
  needsKey: false,
  operations: BANK_OPERATIONS,
  check: judgeBank,
}
