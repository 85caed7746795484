import { describe, expect, test } from 'vitest'
import { balancers } from '../../algorithms/balance/catalogue.ts'
import type { Call } from '../../kernel/call.ts'
import { SECOND, ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

/** A balancer over backends that answer as `answers` say; a request every 10 ms with its number as its key. */
function balancerOver(
  answers: ((bed: ServiceBed, call: Call) => void)[],
  params: Record<string, ParameterValue> = {},
) {
  const bed = new ServiceBed()
  const got = answers.map(() => 0)
  const outcomes: (string | null)[] = []
  const client = bed.node('client', { reply: (child) => void outcomes.push(child.failure) })
  const kind = bed.kind('balancer', service, params)
  const backends = answers.map((answer, i) =>
    bed.answering(`backend${i}`, (call) => {
      got[i]++
      answer(bed, call)
    }),
  )
  for (const backend of backends) bed.connect(kind.node, 'backends', backend)
  kind.behaviour.start()
  const link = bed.connect(client, 'next', kind.node)
  const run = (seconds: number) => {
    const until = bed.kernel.now + s(seconds)
    for (let key = 0; bed.kernel.now < until; key++) {
      bed.ask(link, { op: 'read', key })
      bed.run(bed.kernel.now + ms(10))
    }
    return got.splice(0, got.length, ...got.map(() => 0))
  }
  return { ...kind, bed, backends, outcomes, run }
}
const well = (bed: ServiceBed, call: Call) => bed.succeed(call)
const ill = (bed: ServiceBed, call: Call) => bed.fail(call, 'unavailable')

describe('a load balancer', () => {
  test.each(balancers.map(({ name }) => name))('spreads requests over all backends (%s)', (strategy) => {
    const { run, outcomes } = balancerOver([well, well, well, well], { strategy })
    const got = run(4)
    for (const count of got) expect(Math.abs(count - 100)).toBeLessThan(45)
    expect(outcomes).toEqual(Array.from({ length: 400 }, () => null))
  })

  test('leaves out a backend that keeps failing, and tries it again later, for longer each time', () => {
    const { run, counters, behaviour } = balancerOver([well, ill, well], { ejectAfter: 5, ejectSeconds: 2 })
    expect(run(1)).toEqual([48, 5, 47])
    expect(behaviour.inspect()).toMatchObject({ backends: [{ available: true }, { available: false }, {}] })
    run(1)
    expect(run(3)[1]).toBe(5)
    expect(counters.ejections).toBe(2)
  })

  test('takes one back for good that has recovered', () => {
    let recovered = false
    const { run } = balancerOver([well, (bed, call) => (recovered ? well : ill)(bed, call)], {
      ejectSeconds: 1,
    })
    run(0.5)
    recovered = true
    run(1)
    expect(run(1)).toEqual([50, 50])
  })

  test('does not leave out more than it may', () => {
    expect(balancerOver([ill, ill, well, well], { ejectedMax: 0.25 }).run(4)[1]).toBeGreaterThan(50)
    const none = balancerOver([ill, ill], { ejectedMax: 1, ejectSeconds: 100 })
    none.run(1)
    expect(none.run(1)).toEqual([0, 0])
    expect(none.outcomes.at(-1)).toBe('unavailable')
  })

  test('does not hold it against a backend that it says no', () => {
    const limited = (bed: ServiceBed, call: Call) => bed.fail(call, 'rate-limited', SECOND)
    const { run, counters } = balancerOver([limited, limited])
    expect(run(2)).toEqual([100, 100])
    expect(counters.ejections).toBe(0)
  })

  test('gives what certainly did not happen to another backend, and only that', () => {
    const definite = balancerOver([well, ill], { otherTries: 1, ejectAfter: 0 })
    definite.run(1)
    expect(new Set(definite.outcomes)).toEqual(new Set([null]))
    expect(definite.counters.triedAgain).toBeGreaterThan(40)
    const indefinite = balancerOver([well, (bed, call) => bed.fail(call, 'connection-lost')], {
      otherTries: 1,
      ejectAfter: 0,
    })
    indefinite.run(1)
    expect(indefinite.counters.triedAgain).toBe(0)
    expect(new Set(indefinite.outcomes)).toEqual(new Set([null, 'connection-lost']))
  })

  test('gives up on a backend that does not answer', () => {
    const { run, outcomes } = balancerOver([() => {}], { timeoutMs: 50 })
    run(1)
    expect(outcomes.slice(0, 3)).toEqual(['timeout', 'timeout', 'timeout'])
  })

  test('changes its strategy at once', () => {
    const { run, behaviour } = balancerOver([well, well])
    behaviour.set('strategy', 'key-affinity')
    run(1)
    expect(behaviour.inspect()).toMatchObject({ strategy: 'key-affinity' })
  })
})
