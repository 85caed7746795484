import { atomicObject } from '../linearizability/atomic-object.ts'
import { casOperation, readOperation, writeOperation } from '../register-operations.ts'
import { tellValue } from '../tell-value.ts'

export const model = atomicObject({
  name: 'cas-register',
  doc: 'A register whose compare-and-set replaces a value only when it still holds the expected one.',
  needsKey: false,
  title: 'the register',
  operations: { read: readOperation, write: writeOperation, cas: casOperation },
  start: (initial, values) => values.intern(initial),
  tellState: (state, values) => tellValue(values.json(state)),
})
