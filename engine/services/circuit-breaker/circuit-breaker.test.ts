import { expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { SILENT } from '../../kernel/observer.ts'
import { ms, s } from '../../lib/units.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

/** A breaker before a server; a request every 10 ms. */
function breakerBefore(answer: (bed: ServiceBed, call: Call) => void) {
  const bed = new ServiceBed()
  let reached = 0
  const marks: string[] = []
  const outcomes: (string | null)[] = []
  bed.kernel.observer = {
    ...SILENT,
    mark: (_node, text) => void marks.push(`${bed.kernel.now / ms(10)} ${text}`),
  }
  const client = bed.node('client', { reply: (child) => void outcomes.push(child.failure) })
  const kind = bed.kind('breaker', service, { callsMin: 10, openSeconds: 1, trialCalls: 2, timeoutMs: 50 })
  const server = bed.answering('server', (call) => {
    reached++
    answer(bed, call)
  })
  bed.connect(kind.node, 'next', server)
  kind.behaviour.start()
  const link = bed.connect(client, 'next', kind.node)
  const run = (seconds: number) => {
    reached = 0
    outcomes.length = 0
    for (const until = bed.kernel.now + s(seconds); bed.kernel.now < until;) {
      bed.ask(link, { op: 'read' })
      bed.run(bed.kernel.now + ms(10))
    }
    return { reached, outcomes: [...outcomes] }
  }
  return { ...kind, run, marks }
}

test('lets everything through while things go well', () => {
  const { run, marks } = breakerBefore((bed, call) => bed.succeed(call, 1))
  expect(run(1)).toEqual({ reached: 100, outcomes: Array.from({ length: 100 }, () => null) })
  expect(marks).toEqual([])
})

test('opens when most calls fail, refuses at once, tries again after a while, and closes when that went well', () => {
  let well = false
  const { run, marks, counters, behaviour } = breakerBefore((bed, call) =>
    well ? bed.succeed(call) : bed.fail(call, 'unavailable'),
  )
  const { reached, outcomes } = run(1)
  expect(reached).toBe(10)
  expect(outcomes.slice(8, 12)).toEqual(['unavailable', 'unavailable', 'circuit-open', 'circuit-open'])
  well = true
  expect(run(0.5).reached).toBeGreaterThan(30)
  expect(marks).toEqual([
    '9 the circuit is open',
    '109 the circuit is half-open',
    '110 the circuit is closed',
  ])
  expect(counters).toMatchObject({ opened: 1, refused: 99 })
  expect(behaviour.inspect()).toMatchObject({ view: 'circuit-breaker', state: 'closed' })
})

test('counts answers that do not come as failures, and being told no as none', () => {
  expect(breakerBefore(() => {}).run(2).reached).toBeLessThan(25)
  expect(breakerBefore((bed, call) => bed.fail(call, 'rate-limited')).run(1).reached).toBe(100)
  expect(breakerBefore((bed, call) => bed.fail(call, 'constraint-violation')).run(1).reached).toBe(100)
})
