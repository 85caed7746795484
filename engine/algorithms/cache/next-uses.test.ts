import { expect, it } from 'vitest'
import { distinctKeys, NEVER, nextUses } from './next-uses.ts'

it('says for each request when its key comes again', () => {
  expect([...nextUses([0, 1, 0, 2, 1, 0])]).toEqual([2, 4, 5, NEVER, NEVER, NEVER])
  expect([...nextUses([])]).toEqual([])
})

it('counts dense keys by the largest', () => {
  expect([distinctKeys([]), distinctKeys([0]), distinctKeys([2, 0, 1])]).toEqual([0, 1, 3])
})
