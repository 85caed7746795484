import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { historyModelNamed } from './catalogue.ts'
import { checkHistory } from './check-history.ts'
import { parseHistory } from './parse-history.ts'

type Line = Record<string, unknown>
const lines = (...events: Line[]) => events.map((event) => JSON.stringify(event)).join('\n')
const invoke = (process: number, f: string, value?: unknown): Line => ({ process, type: 'invoke', f, value })
const ok = (process: number, f: string, value?: unknown): Line => ({ process, type: 'ok', f, value })
const info = (process: number, f: string): Line => ({ process, type: 'info', f })

function verdict(model: string, ...events: Line[]) {
  const spec = historyModelNamed(model)
  return checkHistory(spec, parseHistory(lines(...events), spec))
}

/** A queue that really is one, used by a few processes at once; `spoil` may change what a dequeue answers. */
function record(
  seed: number,
  operations: number,
  spoil: (queue: number[], random: RandomStream) => void,
): Line[] {
  const random = new RandomStream(seed, 'queue history')
  const events: Line[] = []
  const queue: number[] = []
  const open = new Map<number, Line>()
  let next = 0
  for (let i = 0; i < operations * 2; i++) {
    const process = random.below(4)
    const running = open.get(process)
    if (running === undefined) {
      const begins = random.chance(0.5) ? invoke(process, 'enqueue', ++next) : invoke(process, 'dequeue')
      events.push(begins)
      open.set(process, begins)
      continue
    }
    if (running.f === 'enqueue') queue.push(running.value as number)
    else spoil(queue, random)
    const value = running.f === 'enqueue' ? running.value : (queue.shift() ?? null)
    events.push(ok(process, running.f as string, value))
    open.delete(process)
  }
  return events
}

const SPOILERS: readonly ((queue: number[], random: RandomStream) => void)[] = [
  (queue, random) => void (random.chance(0.2) && queue.shift()),
  (queue, random) => void (random.chance(0.2) && queue.length > 0 && queue.unshift(queue[0])),
  (queue, random) => void (random.chance(0.3) && queue.reverse()),
]

describe('queue', () => {
  test('is first in, first out', () => {
    const put = [invoke(0, 'enqueue', 1), ok(0, 'enqueue', 1), invoke(0, 'enqueue', 2), ok(0, 'enqueue', 2)]
    expect(verdict('queue', ...put, invoke(1, 'dequeue'), ok(1, 'dequeue', 1)).verdict).toBe('holds')
    const wrong = verdict('queue', ...put, invoke(1, 'dequeue'), ok(1, 'dequeue', 2))
    expect(wrong.verdict).toBe('violated')
    expect(wrong.witness).toEqual({
      says: '2 was dequeued before 1, which had been enqueued before it.',
      operations: [
        'lines 1 to 2: process 0 put 1 in',
        'lines 3 to 4: process 0 put 2 in',
        'lines 5 to 6: process 1 took 2 out',
      ],
      line: 6,
    })
  })

  test('lets those that overlap go in any order, and nothing be taken twice', () => {
    const both = [invoke(0, 'enqueue', 1), invoke(1, 'enqueue', 2), ok(0, 'enqueue'), ok(1, 'enqueue')]
    expect(verdict('queue', ...both, invoke(2, 'dequeue'), ok(2, 'dequeue', 2)).verdict).toBe('holds')
    const twice = [invoke(2, 'dequeue'), ok(2, 'dequeue', 1), invoke(2, 'dequeue'), ok(2, 'dequeue', 1)]
    expect(verdict('queue', ...both, ...twice).verdict).toBe('violated')
  })

  test('an empty answer needs an empty queue; an unknown dequeue may have emptied it', () => {
    const put = [invoke(0, 'enqueue', 'a'), ok(0, 'enqueue')]
    const empty = [invoke(1, 'dequeue'), ok(1, 'dequeue', null)]
    expect(verdict('queue', ...put, ...empty).verdict).toBe('violated')
    expect(verdict('queue', ...put, invoke(2, 'dequeue'), info(2, 'dequeue'), ...empty).verdict).toBe('holds')
  })

  test('accepts what a real queue did', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        expect(verdict('queue', ...record(seed, 40, () => {})).verdict).toBe('holds')
      }),
      { numRuns: 15 },
    )
  })

  test('judges by patterns as by search', () => {
    const spec = historyModelNamed('queue')
    let violated = 0
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const spoil = SPOILERS[seed % SPOILERS.length]
        const events = record(seed, 7, seed % 4 === 0 ? () => {} : spoil)
        // One value enqueued and taken twice beyond the end changes nothing and makes it a case for the search.
        const twice = [
          invoke(9, 'enqueue', 'z'),
          ok(9, 'enqueue'),
          invoke(9, 'enqueue', 'z'),
          ok(9, 'enqueue'),
        ]
        const fast = checkHistory(spec, parseHistory(lines(...events), spec)).verdict
        expect(fast).toBe(checkHistory(spec, parseHistory(lines(...events, ...twice), spec)).verdict)
        if (fast === 'violated') violated++
      }),
      { numRuns: 200 },
    )
    expect(violated).toBeGreaterThan(5)
  })

  test('decides ten thousand operations of ten processes at once', () => {
    const result = verdict('queue', ...record(5, 10_000, () => {}))
    expect(result.verdict).toBe('holds')
  })

  test('catches a queue that loses, repeats or reorders', () => {
    for (const spoil of SPOILERS) {
      const caught = Array.from(
        { length: 12 },
        (_, seed) => verdict('queue', ...record(seed, 40, spoil)).verdict,
      )
      expect(caught.filter((each) => each === 'violated').length).toBeGreaterThan(6)
    }
  })
})

describe('total-queue', () => {
  const put = (value: number) => [invoke(0, 'enqueue', value), ok(0, 'enqueue', value)]
  const take = (value: number) => [invoke(1, 'dequeue'), ok(1, 'dequeue', value)]

  test('minds no order', () => {
    expect(verdict('total-queue', ...put(1), ...put(2), ...take(2), ...take(1)).verdict).toBe('holds')
  })
  test('names what was lost, unless an unknown dequeue may have it', () => {
    const lost = verdict('total-queue', ...put(1), ...put(2), ...take(2))
    expect(lost.witness!.says).toBe('1 was enqueued and never dequeued: lost.')
    const excused = [...put(1), ...put(2), ...take(2), invoke(2, 'dequeue'), info(2, 'dequeue')]
    expect(verdict('total-queue', ...excused).verdict).toBe('holds')
  })
  test('names what came out twice, and what nobody put in', () => {
    expect(verdict('total-queue', ...put(1), ...take(1), ...take(1)).witness!.says).toBe(
      '1 was dequeued 2 times and enqueued once.',
    )
    expect(verdict('total-queue', ...take(7), ...put(7)).witness!.says).toBe(
      '7 was dequeued, although nobody had tried to enqueue it.',
    )
  })
  test('an enqueue of which nobody knows may have happened, or not', () => {
    const unknown = [invoke(0, 'enqueue', 1), info(0, 'enqueue')]
    expect(verdict('total-queue', ...unknown).verdict).toBe('holds')
    expect(verdict('total-queue', ...unknown, ...take(1)).verdict).toBe('holds')
  })
})
