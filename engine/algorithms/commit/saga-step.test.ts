import { expect, test } from 'vitest'
import { SagaStep } from './saga-step.ts'

const ask = (type: 'do' | 'undo', saga: number, endedBelow: number) => ({ type, saga, step: 0, endedBelow })

test('what its orchestrator has ended is forgotten, and a late copy of it changes nothing', () => {
  const step = new SagaStep({}, SagaStep.durable())
  step.receive(0, ask('do', 1, 1), true)
  step.receive(0, ask('do', 2, 2), true)
  expect(step.inspect()).toEqual({ sagas: 1 })
  expect(step.receive(0, ask('do', 1, 1), true).notices).toEqual([])
  expect(step.receive(0, ask('undo', 1, 1), true).notices).toEqual([])
  expect(step.inspect()).toEqual({ sagas: 1 })
})

test('what is not over is remembered, however late it comes', () => {
  const step = new SagaStep({}, SagaStep.durable())
  step.receive(0, ask('undo', 3, 2), true)
  expect(step.receive(0, ask('do', 3, 2), true).send[0].message.type).toBe('refused')
})
