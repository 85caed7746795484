import { atomicObject } from '../linearizability/atomic-object.ts'
import { readOperation, writeOperation } from '../register-operations.ts'
import { tellValue } from '../tell-value.ts'

export const model = atomicObject({
  name: 'register',
  doc: 'Every read returns what the latest write before it wrote, in one order that respects real time.',
  needsKey: false,
  title: 'the register',
  operations: { read: readOperation, write: writeOperation },
  start: (initial, values) => values.intern(initial),
  tellState: (state, values) => tellValue(values.json(state)),
})
