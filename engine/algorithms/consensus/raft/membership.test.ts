import { expect, test } from 'vitest'
import { settled, type Configuration } from './configuration.ts'
import { stepTowards } from './membership.ts'

const joint: Configuration = { voters: [0, 1], outgoing: [0, 1, 2], learners: [] }

test('§6 “new servers join the cluster as non-voting members”: somebody new learns first, and votes in a second step', () => {
  const learning = stepTowards(settled([0, 1]), 2, true)!
  expect(learning).toEqual(settled([0, 1], [2]))
  const voting = stepTowards(learning, 2, true)!
  expect(voting).toEqual(settled([0, 1, 2]))
  expect(stepTowards(voting, 2, true)).toBeNull()
})

test('§6 who leaves is in neither majority after it: neither voter nor learner', () => {
  expect(stepTowards(settled([0, 1, 2]), 2, false)).toEqual(settled([0, 1]))
  expect(stepTowards(settled([0, 1], [2]), 2, false)).toEqual(settled([0, 1]))
  expect(stepTowards(settled([0, 1]), 2, false)).toBeNull()
})

test('§6 (thesis §4.1) one change at a time: nothing is asked for while one is under way, nor what would leave nobody', () => {
  expect(stepTowards(joint, 2, true)).toBeNull()
  expect(stepTowards(joint, 1, false)).toBeNull()
  expect(stepTowards(settled([0]), 0, false)).toBeNull()
})
