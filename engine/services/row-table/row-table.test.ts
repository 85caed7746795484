import { expect, test } from 'vitest'
import { s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

function table(params: Record<string, ParameterValue>) {
  const bed = new ServiceBed()
  const { node, behaviour, counters } = bed.kind('table', service, params)
  const loader = bed.node('loader')
  const link = bed.connect(loader, 'table', node)
  behaviour.start()
  const load = (file: string, from: number, to: number) => {
    const rows = Array.from({ length: to - from + 1 }, (_, i) => ({ number: from + i, fields: {} }))
    bed.kernel.calls.issue(loader, link, { op: 'load', key: 0, body: { file, rows } }, null, null, {})
    bed.run(s(bed.kernel.now / 1e9 + 1))
  }
  const files = () => behaviour.inspect()!.files
  return { load, files, counters }
}

test('a chunk that is loaded again replaces its rows', () => {
  const { load, files, counters } = table({})
  load('a', 1, 10)
  load('a', 6, 15)
  expect(files()).toEqual([{ file: 'a', rows: 15 }])
  expect(counters).toMatchObject({ loaded: 15, replaced: 5 })
})

test('a full table archives whole files, those written to longest ago first', () => {
  const { load, files, counters } = table({ keepRows: 25 })
  load('a', 1, 10)
  load('b', 1, 10)
  load('a', 1, 10)
  load('c', 1, 10)
  expect(files()).toEqual([
    { file: 'c', rows: 10 },
    { file: 'a', rows: 10 },
  ])
  expect(counters).toMatchObject({ archived: 10 })
})

test('the file that is being loaded stays, however long', () => {
  const { load, files } = table({ keepRows: 25 })
  load('a', 1, 10)
  load('b', 1, 20)
  load('b', 21, 40)
  expect(files()).toEqual([{ file: 'b', rows: 40 }])
})
