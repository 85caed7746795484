import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import type { GuardedWrite } from './protocol.ts'
import { service } from './service.ts'

/** The storage, and somebody who writes with the tokens he is told. */
function guardedBed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const answers: string[] = []
  const resource = bed.kind('resource', service, params)
  const writer = bed.node('writer', {
    reply: ({ ok, failure }: Call) => void answers.push(ok ? 'written' : failure!),
  })
  const link = bed.connect(writer, 'next', resource.node)
  resource.behaviour.start()
  const ask = (op: string, body: unknown) => void bed.ask(link, { op, body })
  const write = (token: number, lock = 'ledger', worker = 'w') => {
    ask('guarded-write', { lock, token, worker } satisfies GuardedWrite)
    bed.run(bed.kernel.now + ms(1))
    return answers.at(-1)
  }
  return { bed, resource, answers, ask, write }
}

describe('a guarded resource', () => {
  test('takes writes of whoever holds the lock, again and again, and of whoever got it later', () => {
    const { write, resource } = guardedBed()
    expect([write(3), write(3), write(7)]).toEqual(['written', 'written', 'written'])
    expect(resource.counters).toMatchObject({ accepted: 3, stale: 0 })
    expect(resource.behaviour.inspect()).toMatchObject({ locks: [{ lock: 'ledger', newestToken: 7 }] })
  })

  test('turns away a holder whose token is older than one it has seen, however often he tries', () => {
    const { write, resource } = guardedBed()
    write(7)
    expect([write(3), write(6), write(7)]).toEqual(['stale-token', 'stale-token', 'written'])
    expect(resource.counters).toMatchObject({ accepted: 2, stale: 2 })
  })

  test('goes by the order in which writes come to it, not in which locks were given', () => {
    const { write } = guardedBed()
    expect([write(3), write(7), write(3)]).toEqual(['written', 'written', 'stale-token'])
  })

  test('keeps a token for each lock', () => {
    const { write, resource } = guardedBed()
    expect([write(7, 'ledger'), write(3, 'index'), write(2, 'index')]).toEqual([
      'written',
      'written',
      'stale-token',
    ])
    expect(resource.behaviour.inspect()).toMatchObject({
      locks: [
        { lock: 'ledger', newestToken: 7 },
        { lock: 'index', newestToken: 3 },
      ],
    })
  })

  test('knows after a crash whom it has turned away before', () => {
    const { write, resource } = guardedBed()
    write(7)
    resource.node.crash()
    expect(write(8)).toBe('unavailable')
    resource.node.restart()
    expect([write(3), write(7)]).toEqual(['stale-token', 'written'])
  })

  test('without fencing lets an old holder write over the present one, and still knows the newest token', () => {
    const { write, resource } = guardedBed({ fencing: false })
    expect([write(7), write(3)]).toEqual(['written', 'written'])
    resource.behaviour.set('fencing', true)
    expect(write(6)).toBe('stale-token')
  })

  test('judges a write when its turn comes: one that waits behind a newer token is too late', () => {
    const { bed, ask, answers } = guardedBed({ writeMicros: 500 })
    for (const token of [9, 4]) ask('guarded-write', { lock: 'ledger', token, worker: 'w' })
    bed.run(ms(0.7))
    expect(answers).toEqual(['written'])
    bed.run(ms(1.1))
    expect(answers).toEqual(['written', 'stale-token'])
  })

  test('understands nothing else', () => {
    const { bed, ask, answers } = guardedBed()
    ask('read', null)
    bed.run(ms(1))
    expect(answers).toEqual(['not-understood'])
  })
})
