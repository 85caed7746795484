import { rwRegisterRules } from '../transactions/rw-register-rules.ts'
import { transactionalModel } from '../transactions/transactional-model.ts'

export const model = transactionalModel(
  {
    name: 'rw-register',
    doc: 'Transactions that read and write registers are serializable. The value of a txn is [["w", key, value] | ["r", key, null], …], its ok has what was read in the place of null.',
  },
  rwRegisterRules,
)
