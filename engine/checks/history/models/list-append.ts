import { listAppendRules } from '../transactions/list-append-rules.ts'
import { transactionalModel } from '../transactions/transactional-model.ts'

export const model = transactionalModel(
  {
    name: 'list-append',
    doc: 'Transactions that append to lists and read them whole are serializable. The value of a txn is [["append", key, element] | ["r", key, null], …], its ok has lists in the place of null; each element is appended to a list once.',
  },
  listAppendRules,
)
