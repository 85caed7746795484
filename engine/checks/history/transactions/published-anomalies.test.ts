import { describe, expect, it } from 'vitest'
import { checkHistory } from '../check-history.ts'
import { historyModelNamed } from '../catalogue.ts'
import type { HistoryResult } from '../history-model.ts'
import { parseHistory } from '../parse-history.ts'
import type { CheckedLevel } from './isolation-levels.ts'

/**
 * A history from lines such as `ok ax1 rx1,2`: appends (`ax1`: 1 to x), writes (`wx1`) and reads (`rx1,2` of a list, `rx-` of what
 * is empty or absent). All transactions overlap, unless `inSequence`; the process may be given as `ok@3`.
 */
function judge(
  model: string,
  lines: readonly string[],
  options: { level?: CheckedLevel; inSequence?: boolean } = {},
): HistoryResult {
  const invokes: object[] = []
  const ends: object[] = []
  const all: object[] = []
  for (const [index, line] of lines.entries()) {
    const [head, ...words] = line.split(' ')
    const [type, name] = head.split('@')
    const process = Number(name ?? index)
    const value = words.map((word) => stepOf(word, model === 'list-append'))
    const asked = value.map(([f, key, what]) => [f, key, f === 'r' ? null : what])
    const invoke = { process, type: 'invoke', f: 'txn', value: asked }
    const end = { process, type, f: 'txn', value: type === 'ok' ? value : asked }
    invokes.push(invoke)
    ends.push(end)
    all.push(invoke, end)
  }
  const text = (options.inSequence === true ? all : [...invokes, ...ends])
    .map((each) => JSON.stringify(each))
    .join('\n')
  const found = historyModelNamed(model)
  return checkHistory(found, parseHistory(text, found), options)
}

function stepOf(word: string, lists: boolean): [string, string, unknown] {
  const [f, key, rest] = [word[0], word[1], word.slice(2)]
  if (f === 'a') return ['append', key, Number(rest)]
  if (f === 'w') return ['w', key, Number(rest)]
  if (rest === '-') return ['r', key, lists ? [] : null]
  return ['r', key, lists ? rest.split(',').map(Number) : Number(rest)]
}

const anomaliesOf = (model: string, lines: readonly string[]) => judge(model, lines).anomalies

describe('list-append finds', () => {
  it.each<[string, string[], string[]]>([
    [
      'G0: writes of two transactions interleave (Adya 1999, H_wcycle)',
      ['ok ax1 ay1', 'ok ax2 ay2', 'ok rx1,2 ry2,1'],
      ['G0'],
    ],
    ['G1a: a read of what was rolled back', ['fail ax1', 'ok rx1'], ['G1a']],
    ['G1b: a read between two appends', ['ok ax1 ax2', 'ok rx1'], ['G1b', 'G-single']],
    ['G1c: two that saw each other', ['ok ax1 ry1', 'ok ay1 rx1'], ['G1c']],
    ['G-single: one list before and one after (read skew, A5A)', ['ok ax1 ay1', 'ok rx- ry1'], ['G-single']],
    [
      'G2: two that read what the other appends to (write skew, A5B)',
      ['ok rx- ay1', 'ok ry- ax1', 'ok rx1 ry1'],
      ['G2'],
    ],
    ['G2 though nobody has read what was appended', ['ok rx- ay1', 'ok ry- ax1'], ['G2']],
    ['a lost update (P4)', ['ok rx- ax1', 'ok rx- ax2', 'ok rx1,2'], ['lost-update', 'G-single']],
    ['a fuzzy read (P2)', ['ok rx- rx1', 'ok ax1'], ['non-repeatable-read', 'G-single']],
    ['a transaction that does not see its own append', ['ok ax1 rx-'], ['internal']],
    ['an element that nobody appended', ['ok rx7'], ['garbage-read']],
    ['an element that is there twice', ['ok ax1', 'ok rx1,1'], ['duplicate-elements']],
    ['reads in no common order', ['ok ax1', 'ok ax2', 'ok rx1,2', 'ok rx2,1'], ['incompatible-order']],
    [
      'what TiDB did when it retried a transaction on newer data (Kingsbury and Alvaro 2020, section 7.1)',
      ['ok ax2', 'ok ax1', 'ok rx2,1 ay5 ax4', 'ok ax5', 'ok rx2,1,5,4'],
      ['G-single'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(anomaliesOf('list-append', lines)).toEqual(expected)
  })
})

describe('rw-register finds', () => {
  it.each<[string, string[], string[]]>([
    ['G0, from a read that shows both orders', ['ok wx1 wy1', 'ok wx2 wy2', 'ok rx2 ry1'], ['G0']],
    ['G1a', ['fail wx1', 'ok rx1'], ['G1a']],
    ['G1b', ['ok wx1 wx2', 'ok rx1'], ['G1b']],
    ['G1c', ['ok wx1 ry1', 'ok wy1 rx1'], ['G1c']],
    ['G-single', ['ok wx1 wy1', 'ok rx- ry1'], ['G-single']],
    ['G2', ['ok rx- wy1', 'ok ry- wx1'], ['G2']],
    [
      'G2 of three (a read-only transaction, Fekete et al. 2004)',
      ['ok ry- wx1', 'ok ry- wy2', 'ok rx- ry2'],
      ['G2'],
    ],
    ['a lost update', ['ok rx- wx1', 'ok rx- wx2'], ['lost-update', 'G2']],
    ['a fuzzy read', ['ok rx- rx1', 'ok wx1'], ['non-repeatable-read', 'G-single']],
    ['a transaction that does not see its own write', ['ok wx1 rx-'], ['internal']],
    ['a value that nobody wrote', ['ok rx7'], ['garbage-read']],
  ])('%s', (_, lines, expected) => {
    expect(anomaliesOf('rw-register', lines)).toEqual(expected)
  })

  it('where values are written twice, that no order serves', () => {
    const lines = ['ok wx1 wy1', 'ok wx1 wy2', 'ok wx3 wy1', 'ok rx3 ry2']
    expect(judge('rw-register', lines)).toMatchObject({ verdict: 'violated' })
    expect(judge('rw-register', [...lines.slice(0, 3), 'ok rx1 ry2'])).toMatchObject({ verdict: 'holds' })
  })
})

describe('an outcome that nobody knows', () => {
  it.each(['list-append', 'rw-register'])('of %s may have happened, and has when it was read', (model) => {
    const write = model === 'list-append' ? 'a' : 'w'
    expect(judge(model, [`info ${write}x1 ${write}y1`, 'ok rx1 ry1'])).toMatchObject({ verdict: 'holds' })
    expect(judge(model, [`info ${write}x1 ${write}y1`, 'ok rx- ry-'])).toMatchObject({ verdict: 'holds' })
    expect(judge(model, [`info ${write}x1 ${write}y1`, 'ok rx1 ry-'])).toMatchObject({
      anomalies: ['G-single'],
    })
  })
})

describe('a level', () => {
  it('allows what only stronger ones exclude, and still names it', () => {
    const skew = ['ok rx- ay1', 'ok ry- ax1']
    expect(judge('list-append', skew, { level: 'snapshot' })).toMatchObject({
      verdict: 'holds',
      anomalies: ['G2'],
    })
    const lost = ['ok rx- ax1', 'ok rx- ax2', 'ok rx1,2']
    expect(judge('list-append', lost, { level: 'read-committed' }).verdict).toBe('holds')
    expect(judge('list-append', lost, { level: 'snapshot' }).verdict).toBe('violated')
  })

  it.each(['list-append', 'rw-register'])('asks for real time only when it is strict (%s)', (model) => {
    const stale = [model === 'list-append' ? 'ok ax1' : 'ok wx1', 'ok rx-']
    const inSequence = true
    expect(judge(model, stale, { inSequence }).verdict).toBe('holds')
    const strict = judge(model, stale, { inSequence, level: 'strict-serializable' })
    expect(strict).toMatchObject({ verdict: 'violated', anomalies: ['G-single-realtime'] })
    expect(judge(model, stale, { inSequence, level: 'strong-session' }).verdict).toBe('holds')
    const own = stale.map((line) => line.replace('ok', 'ok@1'))
    expect(judge(model, own, { inSequence, level: 'strong-session' }).anomalies).toEqual(['G-single-process'])
  })
})

it('tells a cycle so that each step can be followed', () => {
  expect(judge('list-append', ['ok ax1 ay1', 'ok rx- ry1']).witness).toEqual({
    says: 'G-single (read skew): T1 comes before T2 comes before T1, and in no order can that be.',
    operations: [
      'T1 (lines 2 to 4, process 1): read x = [], read y = [1]',
      'T2 (lines 1 to 3, process 0): append 1 to x, append 1 to y',
      'T1 comes before T2 (rw): T1 read x while it was empty, without what T2 appended',
      'T2 comes before T1 (wr): T1 read y with the 1 that T2 had appended',
    ],
    line: 4,
  })
})

it('shows the shortest prefix: later anomalies are named, not told', () => {
  const { witness, anomalies } = judge('rw-register', [
    'ok rx- wy1',
    'ok ry- wx1',
    'ok wz1 ra1',
    'ok wa1 rz1',
  ])
  expect(witness).toMatchObject({ line: 6 })
  expect(witness!.says).toContain('G2')
  expect(anomalies).toEqual(['G1c', 'G2'])
})

describe('what is no history of transactions is refused in one sentence:', () => {
  const model = historyModelNamed('list-append')
  const invoke = (value: unknown) => JSON.stringify({ process: 1, type: 'invoke', f: 'txn', value })
  const ok = (value: unknown) => JSON.stringify({ process: 1, type: 'ok', f: 'txn', value })
  it.each([
    ['no list', [invoke({ x: 1 })], /Line 1: the "value" of a txn is a list of steps/],
    ['an unknown step', [invoke([['w', 'x', 1]])], /step 1 of this txn is neither/],
    ['a step without a key', [invoke([['r', null, null]])], /has no key/],
    [
      'a read that returns no list',
      [invoke([['r', 'x', null]]), ok([['r', 'x', 3]])],
      /Line 2: the read of "x" returned no list/,
    ],
    [
      'other steps than were invoked',
      [invoke([['r', 'x', null]]), ok([['r', 'y', []]])],
      /step 1 of this txn is not the one/,
    ],
    ['fewer steps', [invoke([['r', 'x', null]]), ok([])], /has 0 steps, but 1 were invoked/],
  ])('%s', (_, lines, complaint) => {
    expect(() => parseHistory(lines.join('\n'), model)).toThrow(complaint)
  })

  it('an element that is appended twice', () => {
    expect(() => judge('list-append', ['ok ax1', 'ok ax1'])).toThrow(/appended to x for the second time/)
  })
})
