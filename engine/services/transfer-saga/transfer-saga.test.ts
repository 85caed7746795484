import { expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import type { AccountStep } from '../shard/protocol.ts'
import { service } from './service.ts'

/** A saga over accounts that answer as `answer` says; all steps that were asked for, by their ids. */
function transfers(
  answer: (call: Call, bed: ServiceBed) => void,
  params: Record<string, ParameterValue> = {},
) {
  const bed = new ServiceBed()
  const steps: string[] = []
  const outcomes: (string | null)[] = []
  const { node, behaviour, counters } = bed.kind('saga', service, params)
  const rows = bed.answering('rows', (call) => {
    steps.push((call.body as AccountStep).id.replace(/^.*-/, ''))
    answer(call, bed)
  })
  bed.connect(node, 'rows', rows, ms(1))
  const asker = bed.node('asker', { reply: ({ failure }) => void outcomes.push(failure) })
  const link = bed.connect(asker, 'out', node)
  behaviour.start()
  const move = () =>
    bed.kernel.calls.issue(
      asker,
      link,
      { op: 'transfer', key: 1, body: { to: 2, amount: 5 } },
      null,
      null,
      {},
    )
  return { bed, node, steps, outcomes, counters, move }
}

const succeed = (call: Call, bed: ServiceBed) => bed.succeed(call)
const refuse = (step: string) => (call: Call, bed: ServiceBed) =>
  (call.body as AccountStep).id.endsWith(step) ? bed.fail(call, 'step-refused') : bed.succeed(call)

test('takes from one account and gives to the other', () => {
  const { bed, steps, outcomes, counters, move } = transfers(succeed)
  move()
  bed.run(s(1))
  expect({ steps, outcomes }).toEqual({ steps: ['debit', 'credit'], outcomes: [null] })
  expect(counters).toMatchObject({ done: 1, undone: 0 })
})

test('what the second account refuses is given back to the first', () => {
  const { bed, steps, outcomes, move } = transfers(refuse('credit'))
  move()
  bed.run(s(1))
  expect({ steps, outcomes }).toEqual({ steps: ['debit', 'credit', 'undo'], outcomes: ['saga-undone'] })
})

test('without a way back it is gone', () => {
  const { bed, steps, move } = transfers(refuse('credit'), { compensates: false })
  move()
  bed.run(s(1))
  expect(steps).toEqual(['debit', 'credit'])
})

test('an account without the money ends it at once', () => {
  const { bed, steps, outcomes, move } = transfers(refuse('debit'))
  move()
  bed.run(s(1))
  expect({ steps, outcomes }).toEqual({ steps: ['debit'], outcomes: ['step-refused'] })
})

test('asks again for as long as the answer is not sure', () => {
  let silent = 3
  const { bed, steps, outcomes, move } = transfers((call, on) => {
    if (silent-- > 0) on.fail(call, 'connection-lost')
    else on.succeed(call)
  })
  move()
  bed.run(s(1))
  expect({ steps, outcomes }).toEqual({
    steps: ['debit', 'debit', 'debit', 'debit', 'credit'],
    outcomes: [null],
  })
})

test('goes on after a crash from where its log has it', () => {
  let answers = true
  const { bed, node, steps, counters, move } = transfers((call, on) => {
    if (answers) on.succeed(call)
    answers = false // the credit hangs
  })
  move()
  bed.run(ms(100))
  expect(steps).toEqual(['debit', 'credit'])
  node.crash()
  node.restart()
  answers = true
  bed.run(s(1))
  expect(steps).toEqual(['debit', 'credit', 'credit'])
  expect(counters).toMatchObject({ resumed: 1, done: 1 })
})
