import { describe, expect, it } from 'vitest'
import { pageTable, type PageRow } from './report.ts'

const row = (row: Partial<PageRow>): PageRow => ({
  name: 'a row',
  value: 12.34,
  unit: 'ms',
  target: null,
  longTasks: null,
  note: '',
  ...row,
})

/** The cells of the only row. */
const cellsOf = (only: Partial<PageRow>): string[] =>
  pageTable([row(only)])
    .split('\n')[1]
    .split(/ {2,}/)

describe('the table of the page', () => {
  it('prints every shape of row, in columns that line up', () => {
    const table = pageTable([
      row({
        name: '60 nodes',
        value: 59.96,
        unit: 'frames/s',
        target: { atLeast: 60 },
        longTasks: { count: 0, longestMs: 0 },
        note: 'calm',
      }),
      row({
        name: '200 nodes',
        value: 41.2,
        unit: 'frames/s',
        target: { atLeast: 60 },
        longTasks: { count: 12, longestMs: 103.7 },
      }),
      row({ name: 'control', value: 38.04, target: { atMost: 100 }, note: 'median of 5' }),
      row({ name: 'link', value: null, unit: '', target: null, note: 'not measured: the page was closed' }),
    ])
    expect(table).toBe(
      [
        'page       measured            target  met  long tasks  longest',
        '60 nodes       60.0  frames/s    ≥ 60  yes           0           calm',
        '200 nodes      41.2  frames/s    ≥ 60  no           12   104 ms',
        'control        38.0  ms         ≤ 100  yes                       median of 5',
        'link              –                                              not measured: the page was closed',
      ].join('\n'),
    )
  })

  it('takes what rounds to the target as meeting it, and no more', () => {
    expect(cellsOf({ value: 59.5, target: { atLeast: 60 } })).toContain('yes')
    expect(cellsOf({ value: 59.4, target: { atLeast: 60 } })).toContain('no')
    expect(cellsOf({ value: 100, target: { atMost: 100 } })).toContain('yes')
    expect(cellsOf({ value: 100.1, target: { atMost: 100 } })).toContain('no')
  })

  it('says of a row without a figure only why there is none', () => {
    expect(cellsOf({ value: null, target: { atMost: 100 }, note: 'not measured: no room' })).not.toContain(
      'no',
    )
  })

  it('prints its heads alone when nothing was measured', () => {
    expect(pageTable([]).split('\n')).toHaveLength(1)
  })
})
