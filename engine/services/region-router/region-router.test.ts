import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import type { Link } from '../../kernel/link.ts'
import type { Node } from '../../kernel/node.ts'
import { MILLISECOND, ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

interface Fake {
  readonly node: Node
  readonly asked: string[]
  writable: boolean
  alive: boolean
  /** How it answers: well (null), with a failure, or `never`. */
  failure: string | null
}

/** A router with two replicas of its own, `near-1` and `near-2`, and another region's `far` router. */
function routed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const answers: { at: number; key: number; failure: string | null }[] = []
  const users = bed.node('users', {
    reply: ({ key, failure }) => void answers.push({ at: bed.kernel.now / MILLISECOND, key, failure }),
  })
  const router = bed.kind('router', service, params)
  const fake = (id: string): Fake => {
    const asked: string[] = []
    const self: Fake = { node: null as never, asked, writable: false, alive: true, failure: null }
    const request = (call: Call) => {
      asked.push(`${call.op} ${call.key}`)
      if (self.failure === null) bed.succeed(call)
      else if (self.failure !== 'never') bed.fail(call, self.failure)
    }
    const message = (_payload: unknown, _from: Node, link: Link) => {
      const { writable } = self
      const answer = { type: 'health-answer', writable, leads: writable, readable: true }
      if (self.alive) bed.kernel.send(link.to, link, answer, 0)
    }
    return Object.assign(self, { node: bed.node(id, { request, message }) })
  }
  const [near1, near2, far] = ['near-1', 'near-2', 'far'].map(fake)
  bed.connect(router.node, 'replicas', near1.node, ms(2))
  bed.connect(router.node, 'replicas', near2.node, ms(2))
  bed.connect(router.node, 'routers', far.node, ms(40))
  const fromUsers = bed.connect(users, 'out', router.node)
  router.behaviour.start()
  const ask = (op: string, key: number, client = 0, link = fromUsers) =>
    void bed.ask(link, { op, key, client })
  return { bed, router, near1, near2, far, ask, answers }
}

describe('a region’s router', () => {
  test('sends writes to who takes them, near or far, and keeps users to their replica for reads', () => {
    const { bed, near1, near2, far, ask } = routed()
    near2.writable = true
    bed.run(s(1))
    for (const client of [1, 2, 3, 4]) ask('write', client, client)
    for (const client of [1, 2, 3, 4]) ask('read', client, client)
    bed.run(s(2))
    expect(near2.asked).toEqual(['write 1', 'write 2', 'write 3', 'write 4', 'read 1', 'read 3'])
    expect(near1.asked).toEqual(['read 2', 'read 4'])
    near2.writable = false
    far.writable = true
    bed.run(s(3))
    ask('write', 5)
    bed.run(s(4))
    expect(far.asked).toEqual(['write 5'])
  })

  test('sends reads to who takes writes when only the newest will do', () => {
    const { bed, far, ask } = routed({ reads: 'leader' })
    far.writable = true
    bed.run(s(1))
    ask('read', 1)
    bed.run(s(2))
    expect(far.asked).toEqual(['read 1'])
  })

  test('keeps a write until somebody takes it, and gives up after a while', () => {
    const { bed, near1, ask, answers } = routed({ waitMs: 1_000 })
    bed.run(s(1))
    ask('write', 1)
    bed.at(s(1.5), () => (near1.writable = true))
    bed.at(s(3), () => (near1.writable = false))
    bed.run(s(4))
    expect(answers).toMatchObject([{ key: 1, failure: null }])
    expect(answers[0].at).toBeGreaterThan(1_500)
    expect(answers[0].at).toBeLessThan(1_800)
    ask('write', 2)
    bed.run(s(6))
    expect(answers[1]).toMatchObject({ key: 2, failure: 'not-leader' })
    expect(answers[1].at).toBeLessThanOrEqual(5_000)
  })

  test('turns to another replica when one is silent, refuses, or cannot be reached', () => {
    const { bed, near1, near2, far, ask, answers } = routed()
    bed.run(s(1))
    near1.alive = false
    bed.run(s(3))
    ask('read', 1, 2)
    bed.run(s(4))
    expect(near2.asked).toEqual(['read 1'])
    near2.failure = 'unavailable'
    ask('read', 2, 2)
    bed.run(s(5))
    expect(far.asked).toEqual(['read 2'])
    expect(answers.map(({ failure }) => failure)).toEqual([null, null])
  })

  test('tries a write again only if it certainly did not happen', () => {
    const { bed, near1, near2, ask, answers } = routed({ attemptMs: 300 })
    near1.writable = near2.writable = true
    near1.failure = 'not-leader'
    bed.run(s(1))
    ask('write', 1)
    bed.run(s(2))
    expect([near1.asked, near2.asked]).toEqual([['write 1'], ['write 1']])
    near1.failure = 'never'
    ask('write', 2)
    bed.run(s(3))
    expect(near2.asked).toEqual(['write 1'])
    expect(answers.map(({ failure }) => failure)).toEqual([null, 'timeout'])
  })

  test('does not pass on to a third what another router sent, and tells it of its region', () => {
    const { bed, router, near1, far, answers, ask } = routed()
    far.writable = true
    const answered: unknown[] = []
    const behaviour = {
      reply: ({ failure }: Call) => void answered.push(failure),
      message: (payload: unknown) => void answered.push(payload),
    }
    const other = bed.node('other', behaviour, service.kind)
    const link = bed.connect(other, 'routers', router.node)
    bed.run(s(1))
    ask('write', 1, 0, link)
    bed.run(s(2))
    expect(answered).toEqual(['replicas-unreachable']) // somebody leads, but not here
    near1.writable = true
    bed.run(s(3))
    bed.kernel.send(other, link, { type: 'health-question' }, 0)
    bed.run(s(4))
    expect(answered[1]).toEqual({ type: 'health-answer', writable: true, leads: true, readable: true })
    expect(answers).toEqual([])
  })
})
