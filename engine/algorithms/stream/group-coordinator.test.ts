import { describe, expect, test } from 'vitest'
import { ms, s, type Nanos } from '../../lib/units.ts'
import type { Assignment } from './assignor.ts'
import { GroupCoordinator } from './group-coordinator.ts'

const groupOf = () =>
  new GroupCoordinator({
    sessionNanos: s(1),
    rebalanceNanos: s(2),
    initialDelayNanos: 0,
    generationCheck: true,
  })
/** An assignment that is written down at once. */
function assign(
  group: GroupCoordinator,
  now: Nanos,
  leader: string,
  generation: number,
  assignment: Assignment,
) {
  const { persist } = group.sync(now, 0, leader, generation, assignment)
  return group.written(now, persist!, true).answers
}
/** Two members in generation 1, of which the first assigns. */
function groupOfTwo(): GroupCoordinator {
  const group = groupOf()
  group.join(0, 1, 'a', 0, [])
  assign(group, 0, 'a', 1, { a: [0, 1] })
  group.join(0, 2, 'b', 0, [])
  group.join(0, 3, 'a', 1, [0, 1])
  return group
}

describe('a group', () => {
  test('who does not join again is out, and its commits are refused', () => {
    const group = groupOf()
    expect(group.join(0, 1, 'a', 0, []).answers[0].joined).toMatchObject({ generation: 1, leads: true })
    assign(group, 0, 'a', 1, { a: [0] })
    expect(group.commitError('a', 1)).toBeNull()
    group.join(ms(10), 3, 'b', 0, [])
    expect(group.heartbeat(ms(20), 'a', 1)).toBe('rebalance-in-progress')
    expect(group.tick(s(3)).answers[0].joined).toMatchObject({ generation: 2 })
    expect(group.commitError('a', 1)).toBe('unknown-member')
    expect(group.commitError('b', 1)).toBe('illegal-generation')
  })

  test('who was put out does not come back with what was given to others since', () => {
    const group = groupOf()
    group.join(0, 1, 'a', 0, [])
    assign(group, 0, 'a', 1, { a: [0] })
    group.tick(s(2))
    group.join(s(2), 2, 'b', 0, [])
    assign(group, s(2), 'b', 2, { b: [0] })
    expect(group.join(s(2), 3, 'a', 1, [0]).answers).toMatchObject([{ token: 3, error: 'unknown-member' }])
    expect(group.heartbeat(s(2), 'b', 2)).toBeNull()
    group.join(s(2), 4, 'a', 0, [])
    expect(group.join(s(2), 5, 'b', 2, [0]).answers[0].joined?.members).toEqual([
      { id: 'b', owned: [0] },
      { id: 'a', owned: [] },
    ])
  })

  test('a call that its own member has given up on is answered when the next one comes', () => {
    const group = groupOf()
    group.join(0, 1, 'a', 0, [])
    assign(group, 0, 'a', 1, { a: [0, 1] })
    expect(group.join(0, 2, 'b', 0, []).answers).toEqual([])
    expect(group.join(s(1), 3, 'b', 0, []).answers).toMatchObject([
      { token: 2, error: 'rebalance-in-progress' },
    ])
    expect(group.join(s(1), 4, 'a', 1, [0, 1]).answers.map(({ token }) => token)).toEqual([4, 3])
    group.sync(s(1), 5, 'b', 2, null)
    expect(group.join(ms(1_500), 6, 'b', 2, []).answers).toMatchObject([
      { token: 5, error: 'rebalance-in-progress' },
    ])
  })

  test('who waits for the one who assigns outlives it', () => {
    const group = groupOfTwo()
    expect(group.generation).toBe(2)
    group.sync(0, 4, 'b', 2, null)
    expect(group.tick(ms(1_020)).answers).toMatchObject([{ token: 4, error: 'rebalance-in-progress' }])
    expect(group.tick(ms(1_040)).answers).toEqual([])
    expect(group.join(ms(1_060), 5, 'b', 2, []).answers[0].joined).toMatchObject({
      generation: 3,
      leads: true,
    })
  })

  test('nobody learns of an assignment before it is written down, nor when it cannot be', () => {
    const group = groupOfTwo()
    const { persist, answers } = group.sync(0, 4, 'a', 2, { a: [0], b: [1] })
    expect([answers, group.sync(0, 5, 'b', 2, null).answers]).toEqual([[], []])
    expect(group.commitError('a', 2)).toBe('rebalance-in-progress')
    const refused = group.written(0, persist!, false).answers
    expect(refused.map(({ token, error }) => [token, error])).toEqual([
      [4, 'rebalance-in-progress'],
      [5, 'rebalance-in-progress'],
    ])
    group.join(0, 6, 'a', 2, [0])
    group.join(0, 7, 'b', 2, [])
    expect(group.written(0, persist!, true).answers).toEqual([])
    group.sync(0, 8, 'b', 3, null)
    expect(assign(group, 0, 'a', 3, { a: [0], b: [1] }).map(({ assignment }) => assignment)).toEqual([
      [0],
      [1],
    ])
  })
})
