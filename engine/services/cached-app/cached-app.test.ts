import { describe, expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import type { Call } from '../define-service.ts'
import type { CacheState } from '../cache/cache-state.ts'
import { service as cacheService } from '../cache/service.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

type Params = Record<string, ParameterValue>

interface Around {
  caches?: number
  servers?: number
  cacheParams?: Params
}

/** Servers in front of real caches and an origin that answers when it is told to; the first server is asked. */
function appBed(params: Params = {}, { caches = 3, servers = 1, cacheParams = {} }: Around = {}) {
  const bed = new ServiceBed()
  const asked: Call[] = []
  const answers: unknown[] = []
  const origin = bed.answering('origin', (call) => void asked.push(call))
  const client = bed.node('client', { reply: (child) => void answers.push(child.failure ?? child.value) })
  const nodes = Array.from({ length: caches }, (_, i) =>
    bed.kind(`cache-${i + 1}`, cacheService, { opMicros: 1, ...cacheParams }),
  )
  const apps = Array.from({ length: servers }, (_, i) =>
    bed.kind(`app-${i + 1}`, service, { workMicros: 1, filter: 'off', ...params }),
  )
  for (const { node } of nodes) bed.connect(node, 'origin', origin)
  for (const { node } of apps) {
    bed.connect(node, 'origin', origin)
    for (const cache of nodes) bed.connect(node, 'caches', cache.node)
    for (const peer of apps) if (peer.node !== node) bed.connect(node, 'peers', peer.node)
  }
  for (const { behaviour } of [...nodes, ...apps]) behaviour.start()
  const links = apps.map(({ node }) => bed.connect(client, 'next', node))
  const wait = (nanos: number) => bed.run(bed.kernel.now + nanos)
  const ask = (op: string, key: number, body: unknown = null, server = 0) => {
    bed.ask(links[server], { op, key, body, sizeBytes: 100 })
    wait(ms(0.1))
  }
  const answer = (value: unknown) => {
    bed.succeed(asked.shift()!, value)
    wait(ms(0.1))
  }
  /** How many entries each cache holds. */
  const cached = () => nodes.map(({ behaviour }) => (behaviour.state as CacheState).store.size)
  return { bed, origin, asked, answers, nodes, apps, links, ask, answer, wait, cached }
}

describe('cache-aside', () => {
  test('loads what is missing, fills one cache, and answers from it afterwards', () => {
    const { ask, answer, asked, answers, cached } = appBed()
    ask('read', 7)
    answer('a')
    ask('read', 7)
    expect(answers).toEqual(['a', 'a'])
    expect(asked).toHaveLength(0)
    expect(cached().filter((count) => count === 1)).toHaveLength(1)
  })

  test('a write goes to the origin, and the cache forgets the key before the writer is told', () => {
    const { ask, answer, asked, answers, cached } = appBed()
    ask('read', 7)
    answer('a')
    ask('write', 7, 'b')
    expect(asked[0]).toMatchObject({ op: 'write', key: 7, body: 'b' })
    answer(1)
    expect(answers).toEqual(['a', 1])
    expect(cached()).toEqual([0, 0, 0])
  })

  test('a load from before a write does not fill the cache after it', () => {
    const { ask, bed, answer, asked, answers, wait, cached } = appBed()
    ask('read', 7)
    ask('write', 7, 'new')
    bed.succeed(asked.pop()!, 1)
    wait(ms(0.1))
    answer('old')
    expect(answers).toEqual([1, 'old'])
    expect(cached()).toEqual([0, 0, 0])
  })

  test('readers of one key wait for one load; without coalescing each loads', () => {
    const together = appBed()
    for (let i = 0; i < 4; i++) together.ask('read', 7)
    expect(together.asked).toHaveLength(1)
    together.answer('a')
    expect(together.answers).toEqual(['a', 'a', 'a', 'a'])

    const apart = appBed({ coalesce: false })
    for (let i = 0; i < 4; i++) apart.ask('read', 7)
    expect(apart.asked).toHaveLength(4)
  })

  test('a failed load fails all who wait for it, and the next reader tries again', () => {
    const { ask, bed, asked, answers, wait } = appBed()
    ask('read', 7)
    ask('read', 7)
    bed.fail(asked.shift()!, 'queue-full')
    wait(ms(0.1))
    ask('read', 7)
    expect(answers).toEqual(['queue-full', 'queue-full'])
    expect(asked).toHaveLength(1)
  })

  test('refreshes early by lot: more surely the nearer the expiry', () => {
    const { ask, answer, asked, wait } = appBed(
      { earlyRefresh: 'xfetch' },
      { cacheParams: { ttlSeconds: 10 } },
    )
    ask('read', 7)
    wait(ms(50))
    answer('a') // a load takes 50 ms
    wait(s(5))
    for (let i = 0; i < 100; i++) ask('read', 7)
    expect(asked).toHaveLength(0)
    wait(s(5) - ms(50 + 10 + 10))
    for (let i = 0; i < 100; i++) ask('read', 7)
    expect(asked).toHaveLength(1)
  })
})

describe('other patterns', () => {
  test('read-through leaves loading to the cache', () => {
    const { ask, answer, asked, answers } = appBed({ pattern: 'read-through' })
    ask('read', 7)
    expect(asked[0].source!.kind).toBe('cache')
    expect(asked[0].source!.id).toMatch(/^cache-/)
    answer('a')
    expect(answers).toEqual(['a'])
  })

  test('write-through writes by the cache of the key and makes the others forget it', () => {
    const { ask, answer, asked, nodes, answers } = appBed({ pattern: 'write-through' })
    ask('write', 7, 'a')
    expect(asked[0].source!.id).toMatch(/^cache-/)
    answer(1)
    expect(answers).toEqual([1])
    expect(nodes.map(({ node }) => node.meter.arrivals)).toEqual([1, 1, 1])
  })

  test('a write through is not acknowledged while some node may hold an old copy', () => {
    const { ask, answer, asked, nodes, answers, wait } = appBed({ pattern: 'write-through' })
    ask('write', 7, 'a')
    const other = nodes.find(({ node }) => node !== asked[0].source)!
    other.node.pause()
    answer(1)
    wait(ms(60))
    expect(answers).toEqual(['timeout'])
    other.node.resume()
    other.node.crash() // and has forgotten everything
    ask('write', 7, 'b')
    answer(2)
    expect(answers).toEqual(['timeout', 2])
  })

  test('write-behind is acknowledged before the origin knows, write-around touches no cache', () => {
    const behind = appBed({ pattern: 'write-behind' })
    behind.ask('write', 7, 'a')
    expect(behind.answers).toEqual([null])
    expect(behind.asked).toHaveLength(0)

    const around = appBed({ pattern: 'write-around' })
    around.ask('read', 7)
    around.answer('old')
    around.ask('write', 7, 'new')
    around.answer(1)
    around.ask('read', 7)
    expect(around.answers).toEqual(['old', 1, 'old'])
  })
})

describe('cache nodes that fail', () => {
  test('a node that is down is left out, its keys go elsewhere, and come back later', () => {
    const { ask, answer, asked, answers, nodes, cached, apps, wait } = appBed({ leaveOutSeconds: 1 })
    ask('read', 7)
    answer('a')
    const home = cached().indexOf(1)
    nodes[home].node.crash()
    ask('read', 7)
    expect(asked).toHaveLength(1)
    answer('b')
    ask('read', 7)
    expect(answers).toEqual(['a', 'b', 'b'])
    expect(apps[0].counters.rerouted).toBe(1)
    nodes[home].node.restart()
    wait(s(1))
    ask('read', 7)
    answer('c')
    ask('read', 7)
    expect(answers.slice(3)).toEqual(['c', 'c'])
    expect(cached()[home]).toBe(1)
  })

  test('a node that dies while it loads for somebody costs a load by another', () => {
    const { ask, answer, asked, answers, nodes, wait } = appBed({ pattern: 'read-through' })
    ask('read', 7)
    const first = asked.shift()!.source!
    nodes.find(({ node }) => node === first)!.node.crash()
    wait(ms(1))
    expect(asked).toHaveLength(1)
    expect(asked[0].source).not.toBe(first)
    answer('a')
    expect(answers).toEqual(['a'])
  })

  test('a node that times out costs a load, and after three in a row it is left out', () => {
    const { ask, answer, nodes, answers, cached, apps, wait } = appBed({ cacheTimeoutMs: 10 })
    ask('read', 7)
    answer('a')
    nodes[cached().indexOf(1)].node.pause()
    for (let i = 0; i < 3; i++) {
      ask('read', 7)
      wait(ms(10))
      answer('b')
    }
    ask('read', 7)
    answer('c')
    expect(answers).toEqual(['a', 'b', 'b', 'b', 'c'])
    expect(apps[0].behaviour.inspect()).toMatchObject({ ring: { out: [expect.stringMatching(/^cache-/)] } })
  })

  test('a node is not blamed by those who had no time left to wait for it', () => {
    const { bed, apps, links, nodes, wait } = appBed({ cacheTimeoutMs: 50 })
    for (const { node } of nodes) node.pause()
    for (let key = 0; key < 50; key++) bed.ask(links[0], { op: 'read', key }, { timeoutNanos: ms(10) })
    wait(s(1))
    expect(nodes.every(({ node }) => node.meter.arrivals === 0)).toBe(true)
    expect(apps[0].behaviour.inspect()).toMatchObject({ ring: { out: [] } })
  })

  test('with no cache left, and without caches at all, the origin is asked', () => {
    const alone = appBed({}, { caches: 0 })
    alone.ask('read', 7)
    alone.answer('a')
    alone.ask('write', 7, 'b')
    alone.answer(1)
    expect(alone.answers).toEqual(['a', 1])

    const { ask, answer, nodes, answers, apps } = appBed()
    for (const { node } of nodes) node.crash()
    ask('read', 7)
    answer('a')
    expect(answers).toEqual(['a'])
    expect(apps[0].counters.bypassed).toBe(1)
  })

  test('an edge that leads to the origin is no cache', () => {
    const { bed, apps, origin, asked, ask } = appBed({}, { caches: 0 })
    bed.connect(apps[0].node, 'caches', origin)
    apps[0].node.crash()
    apps[0].node.restart()
    ask('read', 7)
    expect(asked.map(({ op }) => op)).toEqual(['read'])
  })
})

describe('keys that do not exist', () => {
  const present = { firstRows: 100, others: [500] }

  test('are denied once the origin has said which do', () => {
    const { ask, answer, asked, answers } = appBed({ filter: 'on', filterKeys: 200 })
    ask('read', 1_000_000)
    expect(asked.map(({ op }) => op)).toEqual(['keys', 'read'])
    answer(present)
    answer(null)
    ask('read', 2_000_000)
    expect(answers).toEqual([null, null])
    expect(asked).toHaveLength(0)
    for (const key of [0, 99, 500]) ask('read', key)
    expect(asked).toHaveLength(3)
  })

  test('a new key is known to every server before its making is acknowledged', () => {
    const { ask, answer, asked, answers, apps, wait } = appBed(
      { filter: 'on', filterKeys: 200 },
      { servers: 2 },
    )
    wait(ms(1))
    answer(present)
    answer(present)
    apps[1].node.pause()
    ask('create', 700, 'x')
    answer(1)
    expect(answers).toEqual([])
    apps[1].node.resume()
    wait(ms(1))
    expect(answers).toEqual([1])
    for (const server of [0, 1]) ask('read', 700, null, server)
    expect(asked.map(({ op, key }) => [op, key])).toEqual([
      ['read', 700],
      ['read', 700],
    ])
  })

  test('a server that is down learns of new keys from the origin', () => {
    const { ask, answer, asked, answers, apps, wait } = appBed(
      { filter: 'on', filterKeys: 200 },
      { servers: 2 },
    )
    wait(ms(1))
    answer(present)
    answer(present)
    apps[1].node.crash()
    ask('create', 700, 'x')
    answer(1)
    expect(answers).toEqual([1])
    apps[1].node.restart()
    wait(ms(1))
    expect(asked.map(({ op }) => op)).toEqual(['keys'])
  })

  test('a filter built at the start only denies what was made since', () => {
    const { ask, answer, answers, wait } = appBed({ filter: 'frozen', filterKeys: 200 })
    wait(ms(1))
    answer(present)
    ask('create', 700, 'x')
    answer(1)
    ask('read', 700)
    expect(answers).toEqual([1, null])
  })

  test('asks the origin again when it did not say', () => {
    const { bed, asked, wait } = appBed({ filter: 'on' })
    wait(ms(1))
    bed.fail(asked.shift()!, 'queue-full')
    wait(s(1))
    expect(asked.map(({ op }) => op)).toEqual(['keys'])
  })
})
