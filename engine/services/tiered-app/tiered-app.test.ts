import { describe, expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { service as cacheService } from '../cache/service.ts'
import { service as databaseService } from '../database/service.ts'
import { service as pubSubService } from '../pub-sub/service.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

const FAST = { readMs: 1, writeMs: 1, variation: 0, rowsAtStart: 100 }

/** Two servers, a channel, one shared cache and a database whose rows hold 0. */
function tiersBed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const answers: unknown[] = []
  const client = bed.node('client', { reply: (child) => void answers.push(child.failure ?? child.value) })
  const database = bed.kind('database', databaseService, FAST)
  const shared = bed.kind('shared', cacheService, { opMicros: 1, negativeTtlSeconds: 5 })
  const channel = bed.kind('channel', pubSubService)
  const apps = [1, 2].map((i) => bed.kind(`app-${i}`, service, { workMicros: 1, ...params }))
  for (const { node } of apps) {
    bed.connect(node, 'origin', database.node)
    bed.connect(node, 'shared', shared.node)
    bed.connect(node, 'channel', channel.node)
  }
  for (const { behaviour } of [database, shared, channel, ...apps]) behaviour.start()
  const links = apps.map(({ node }) => bed.connect(client, 'next', node))
  const wait = (nanos: number) => bed.run(bed.kernel.now + nanos)
  const ask = (server: number, op: string, key: number, body: unknown = null) => {
    bed.ask(links[server], { op, key, body, sizeBytes: 100 })
    wait(ms(5))
    return answers.at(-1)
  }
  wait(ms(1))
  return { bed, database, shared, channel, apps, ask, wait, answers }
}

describe('levels', () => {
  test('a first read comes from the origin, one at another server from the shared cache, a second from its own memory', () => {
    const { ask, apps, database } = tiersBed()
    expect([ask(0, 'read', 7), ask(1, 'read', 7), ask(1, 'read', 7)]).toEqual([0, 0, 0])
    expect(database.counters.reads).toBe(1)
    expect(apps[0].counters).toMatchObject({ loads: 1, localHits: 0 })
    expect(apps[1].counters).toMatchObject({ loads: 0, sharedHits: 1, localHits: 1 })
  })

  test('locally only, each server loads for itself; globally only, nobody keeps a copy', () => {
    const local = tiersBed({ levels: 'local' })
    for (const server of [0, 1, 1]) local.ask(server, 'read', 7)
    expect(local.database.counters.reads).toBe(2)
    const global = tiersBed({ levels: 'global' })
    for (const server of [0, 1, 1]) global.ask(server, 'read', 7)
    expect(global.database.counters.reads).toBe(1)
    expect(global.apps[1].counters).toMatchObject({ localHits: 0, sharedHits: 2 })
  })

  test('without the shared cache it reads from the origin, and does not ask the dead cache each time', () => {
    const { ask, shared, apps } = tiersBed()
    shared.node.crash()
    expect([ask(0, 'read', 1), ask(0, 'read', 2), ask(0, 'read', 3)]).toEqual([0, 0, 0])
    expect(apps[0].counters).toMatchObject({ loads: 3, sharedMisses: 0 })
  })

  test('readers of one key share a load', () => {
    const { bed, database, wait, apps, answers } = tiersBed()
    const [link] = apps[0].node.inputs
    for (let i = 0; i < 5; i++) bed.ask(link, { op: 'read', key: 9 })
    wait(ms(5))
    expect(answers).toEqual([0, 0, 0, 0, 0])
    expect(database.counters.reads).toBe(1)
  })
})

describe('invalidation', () => {
  const overwrite = (params: Record<string, ParameterValue>) => {
    const tiers = tiersBed({ ttlSeconds: 0, ...params })
    for (const server of [0, 1]) tiers.ask(server, 'read', 7)
    tiers.ask(0, 'write', 7, 'new')
    return tiers
  }

  test('a published message reaches the other server', () => {
    expect(overwrite({ invalidation: 'pub-sub' }).ask(1, 'read', 7)).toBe('new')
  })

  test('nobody hears a channel that is down, and what never expires stays; a server that restarts starts empty', () => {
    const { ask, channel, apps, wait } = tiersBed({ ttlSeconds: 0 })
    for (const server of [0, 1]) ask(server, 'read', 7)
    channel.node.crash()
    ask(0, 'write', 7, 'new')
    wait(s(60))
    expect(ask(1, 'read', 7)).toBe(0)
    apps[1].node.crash()
    apps[1].node.restart()
    expect(ask(1, 'read', 7)).toBe('new')
  })

  test('a channel that has restarted is told again who listens', () => {
    const { ask, channel, wait } = tiersBed({ ttlSeconds: 0 })
    channel.node.crash()
    channel.node.restart()
    wait(s(1))
    for (const server of [0, 1]) ask(server, 'read', 7)
    ask(0, 'write', 7, 'new')
    expect(ask(1, 'read', 7)).toBe('new')
  })

  test('a shared cache that was out of reach is told later, and the others once more', () => {
    const { ask, shared, apps, wait } = tiersBed({ ttlSeconds: 0 })
    ask(0, 'read', 7)
    shared.node.pause()
    ask(0, 'write', 7, 'new')
    wait(ms(500))
    expect(apps[0].counters.failedInvalidations).toBeGreaterThan(0)
    expect(apps[0].behaviour.context.metrics.gauges.owed).toBe(1)
    shared.node.resume()
    wait(ms(500))
    expect(apps[0].behaviour.context.metrics.gauges.owed).toBe(0)
    expect(ask(1, 'read', 7)).toBe('new')
  })

  test('a server that died between its write and the invalidation makes up for it when it is back', () => {
    const { bed, ask, apps, wait } = tiersBed({ ttlSeconds: 0 })
    ask(0, 'read', 7)
    bed.ask(apps[0].node.inputs[0], { op: 'write', key: 7, body: 'new', sizeBytes: 100 })
    wait(ms(0.5)) // on its way to the database, which takes a millisecond
    apps[0].node.crash()
    wait(ms(100))
    expect(ask(1, 'read', 7)).toBe(0) // nobody knows yet
    apps[0].node.restart()
    wait(ms(100))
    expect(ask(1, 'read', 7)).toBe('new')
  })

  test('when only the writer clears, the other goes on with its copy until that expires', () => {
    const { ask, wait } = overwrite({ invalidation: 'manual', ttlSeconds: 5 })
    expect(ask(0, 'read', 7)).toBe('new')
    expect(ask(1, 'read', 7)).toBe(0)
    wait(s(5.2))
    expect(ask(1, 'read', 7)).toBe('new')
  })

  test('with stamps a copy is outdated once they have been asked for again, and no other is', () => {
    const { ask, wait, apps } = tiersBed({ ttlSeconds: 0, invalidation: 'version-stamp' })
    for (const key of [7, 8]) for (const server of [0, 1]) ask(server, 'read', key)
    ask(0, 'write', 7, 'new')
    wait(ms(250))
    expect(ask(1, 'read', 7)).toBe('new')
    expect(ask(1, 'read', 8)).toBe(0)
    expect(apps[1].counters).toMatchObject({ outdated: 1, localHits: 1 })
  })

  test('copies are not trusted by a server whose origin does not say which stamps have risen', () => {
    const { ask, wait, database } = tiersBed({ ttlSeconds: 0, invalidation: 'version-stamp' })
    ask(1, 'read', 7)
    database.node.crash()
    wait(ms(300))
    expect(ask(1, 'read', 7)).toBe(0)
    wait(ms(300))
    expect(ask(1, 'read', 7)).toBe('unavailable')
  })
})

describe('values', () => {
  test('absence is remembered until the record is made', () => {
    const { ask, database, apps } = tiersBed()
    expect([ask(1, 'read', 500), ask(1, 'read', 500)]).toEqual([null, null])
    expect(database.counters.reads).toBe(1)
    expect(apps[1].counters.absentHits).toBe(1)
    ask(0, 'create', 500, 'made')
    expect(ask(1, 'read', 500)).toBe('made')
  })

  test('where absence is not remembered, each reader asks the origin', () => {
    const { ask, database, shared } = tiersBed({ negativeTtlSeconds: 0 })
    shared.behaviour.set('negativeTtlSeconds', 0)
    for (let i = 0; i < 3; i++) ask(1, 'read', 500)
    expect(database.counters.reads).toBe(3)
  })

  test('zero is a value, unless a condition decides', () => {
    const right = tiersBed()
    for (let i = 0; i < 3; i++) right.ask(0, 'read', 7)
    expect(right.database.counters.reads).toBe(1)
    const wrong = tiersBed({ lookup: 'truthiness' })
    for (let i = 0; i < 3; i++) wrong.ask(0, 'read', 7)
    expect(wrong.database.counters.reads).toBe(3)
    expect(wrong.apps[0].counters.ignored).toBeGreaterThan(0)
  })
})

test('looking changes nothing, and tells where the answers came from', () => {
  const { ask, apps } = tiersBed()
  for (let i = 0; i < 3; i++) ask(0, 'read', 7)
  const profile = () => apps[0].behaviour.inspect()!.profile as { counts: number[] }[]
  const totals = [0, 1, 2].map((source) => profile().reduce((sum, { counts }) => sum + counts[source], 0))
  expect(totals).toEqual([2, 0, 1])
  expect(apps[0].behaviour.inspect()).toEqual(apps[0].behaviour.inspect())
})
