import { expect, test } from 'vitest'
import { MILLISECOND } from '../../lib/units.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

function database() {
  const bed = new ServiceBed()
  const answers: unknown[] = []
  const client = bed.node('client', {
    reply: (child) => void answers.push([bed.kernel.now / MILLISECOND, child.failure ?? child.value]),
  })
  const kind = bed.kind('db', service, { readMs: 2, writeMs: 5, variation: 0, connections: 1 })
  kind.behaviour.start()
  const link = bed.connect(client, 'next', kind.node)
  const ask = (op: string, key: number, body: unknown = null) => bed.ask(link, { op, key, body })
  return { ...kind, bed, answers, ask }
}

test('a read returns what was written last; a write returns the version that it made', () => {
  const { bed, ask, answers } = database()
  ask('read', 1)
  ask('write', 1, 'a')
  ask('write', 1, 'b')
  ask('write', 2, 'c')
  ask('read', 1)
  bed.run(1000 * MILLISECOND)
  expect(answers).toEqual([
    [2, null],
    [7, 1],
    [12, 2],
    [17, 1],
    [19, 'b'],
  ])
})

test('what was acknowledged survives a crash, what was under way did not happen, and a lost disk takes all', () => {
  const { bed, node, behaviour, ask, answers } = database()
  ask('write', 1, 'kept')
  ask('write', 1, 'lost')
  bed.run(7 * MILLISECOND)
  node.crash()
  node.restart()
  ask('read', 1)
  bed.run(100 * MILLISECOND)
  expect(answers).toEqual([
    [5, 1],
    [7, 'connection-lost'],
    [9, 'kept'],
  ])
  node.crash()
  node.behaviour.loseDisk()
  node.restart()
  expect(behaviour.inspect()).toMatchObject({ rows: 0 })
})

test('rows that are there from the start have the value 0, and are told apart from keys that hold none', () => {
  const bed = new ServiceBed()
  const answers: unknown[] = []
  const client = bed.node('client', { reply: (child) => void answers.push(child.value) })
  const { node, behaviour } = bed.kind('db', service, { rowsAtStart: 3, variation: 0, connections: 1 })
  behaviour.start()
  const link = bed.connect(client, 'next', node)
  for (const key of [2, 3]) bed.ask(link, { op: 'read', key })
  bed.ask(link, { op: 'write', key: 1, body: 'a' })
  bed.ask(link, { op: 'create', key: 9, body: 'b' })
  bed.ask(link, { op: 'keys' })
  bed.run(1000 * MILLISECOND)
  expect(answers).toEqual([0, null, 1, 1, { firstRows: 3, others: [9] }])
})

test('a batch is one statement: it takes effect as a whole, and each further row costs little', () => {
  const { bed, ask, answers } = database()
  ask('write', 1, 'before')
  ask('write-batch', 0, [
    { key: 1, value: 'a' },
    { key: 2, value: 'b' },
  ])
  ask('read', 1)
  ask('read', 2)
  bed.run(1000 * MILLISECOND)
  expect(answers).toEqual([
    [5, 1],
    [10.2, null],
    [12.2, 'a'],
    [14.2, 'b'],
  ])
})
