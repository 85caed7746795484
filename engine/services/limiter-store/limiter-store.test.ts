import { expect, test } from 'vitest'
import { ms, SECOND } from '../../lib/units.ts'
import { ServiceBed } from '../service.bed.ts'
import type { Verdict } from './counter-table.ts'
import { policyOf, type StoreRequest } from './protocol.ts'
import { service } from './service.ts'

test('an answer on its way stays what it was when the next one is decided', () => {
  const bed = new ServiceBed()
  const { node, behaviour } = bed.kind('store', service, { opMicros: 40 })
  const answers: Verdict[] = []
  const limiter = bed.node('limiter', { reply: ({ value }) => void answers.push(value as Verdict) })
  const asks = bed.connect(limiter, 'store', node, ms(5))
  behaviour.start()
  const policy = policyOf('token-bucket', 1, SECOND, 1)
  const charge = { subject: 'user:1', policy, cost: 1, shared: false }
  const about = { client: 1, cost: 1, policy }
  const body: StoreRequest = { what: 'decide', charges: [charge], charging: 'in-order', now: null, about }
  for (let i = 0; i < 2; i++) bed.ask(asks, { op: 'limit-decide', body })
  bed.run(ms(50))
  expect(answers.map(({ allowed }) => allowed)).toEqual([true, false])
})
