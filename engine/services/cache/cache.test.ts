import { describe, expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import type { Call } from '../define-service.ts'
import { ServiceBed } from '../service.bed.ts'
import { CACHE_DELETE, CACHE_GET, CACHE_SET, READ_AHEAD, WRITE_BEHIND, type CacheEntry } from './protocol.ts'
import { service } from './service.ts'

/** One cache in front of an origin that answers when it is told to, and a client that notes what it gets. */
function cacheBed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const asked: Call[] = []
  const answers: unknown[] = []
  const origin = bed.answering('origin', (call) => void asked.push(call))
  const client = bed.node('client', { reply: (child) => void answers.push(child.failure ?? child.value) })
  const kind = bed.kind('cache', service, { opMicros: 1, ...params })
  bed.connect(kind.node, 'origin', origin)
  kind.behaviour.start()
  const link = bed.connect(client, 'next', kind.node)
  /** Asks and lets the cache think about it. */
  const ask = (op: string, key: number, body: unknown = null) => {
    bed.ask(link, { op, key, body, sizeBytes: 100 })
    bed.run(bed.kernel.now + ms(0.1))
  }
  /** The origin answers the oldest request that waits. */
  const answer = (value: unknown) => {
    bed.succeed(asked.shift()!, value)
    bed.run(bed.kernel.now + ms(0.1))
  }
  const wait = (nanos: number) => bed.run(bed.kernel.now + nanos)
  return { ...kind, bed, origin, asked, answers, ask, answer, wait }
}

describe('reading through', () => {
  test('asks the origin once, and answers from memory until the time to live is over', () => {
    const { ask, answer, asked, answers, wait } = cacheBed({ ttlSeconds: 2 })
    ask('read', 7)
    answer('a')
    wait(s(1.9))
    ask('read', 7)
    expect(asked).toHaveLength(0)
    wait(s(0.2))
    ask('read', 7)
    answer('b')
    expect(answers).toEqual(['a', 'a', 'b'])
  })

  test('holds no more than its capacity, and evicts by its policy', () => {
    const { ask, answer, asked, behaviour } = cacheBed({ capacity: 2, policy: 'lru' })
    for (const key of [1, 2, 1, 3, 1, 2]) {
      ask('read', key)
      if (asked.length > 0) answer(key)
    }
    expect(behaviour.inspect()).toMatchObject({ store: { size: 2, capacity: 2 } })
    expect(behaviour.context.metrics.counters).toMatchObject({ hits: 2, misses: 4 })
  })

  test('lets readers of a key that is being loaded wait for that load', () => {
    const { ask, answer, asked, answers } = cacheBed()
    for (let i = 0; i < 5; i++) ask('read', 7)
    expect(asked).toHaveLength(1)
    answer('a')
    expect(answers).toEqual(['a', 'a', 'a', 'a', 'a'])
  })

  test('without coalescing every reader asks the origin', () => {
    const { ask, answer, asked, answers } = cacheBed({ coalesce: false })
    for (let i = 0; i < 3; i++) ask('read', 7)
    expect(asked).toHaveLength(3)
    for (const value of ['a', 'b', 'c']) answer(value)
    expect(answers).toEqual(['a', 'b', 'c'])
  })

  test('says that the origin is down, and not that it is itself', () => {
    const { ask, origin, answers, wait } = cacheBed({ originTimeoutMs: 100 })
    ask('read', 7)
    wait(ms(200))
    origin.crash()
    ask('read', 8)
    expect(answers).toEqual(['origin-lost', 'origin-down'])
  })

  test('remembers that there is nothing, if told to, for a time of its own', () => {
    const forgetful = cacheBed()
    forgetful.ask('read', 7)
    forgetful.answer(null)
    forgetful.ask('read', 7)
    expect(forgetful.asked).toHaveLength(1)

    const { ask, answer, asked, wait } = cacheBed({ negativeTtlSeconds: 1 })
    ask('read', 7)
    answer(null)
    ask('read', 7)
    expect(asked).toHaveLength(0)
    wait(s(1))
    ask('read', 7)
    expect(asked).toHaveLength(1)
  })

  test('refreshes ahead, in the background, when most of the time is over', () => {
    const { ask, answer, asked, answers, wait } = cacheBed({ ttlSeconds: 4 })
    ask(READ_AHEAD, 7)
    answer('a')
    wait(s(2.9))
    ask(READ_AHEAD, 7)
    expect(asked).toHaveLength(0)
    wait(s(0.2))
    ask('read', 7)
    expect(asked).toHaveLength(0)
    ask(READ_AHEAD, 7)
    ask(READ_AHEAD, 7)
    expect(asked).toHaveLength(1)
    answer('b')
    wait(s(1))
    ask(READ_AHEAD, 7)
    expect(answers).toEqual(['a', 'a', 'a', 'a', 'a', 'b'])
  })

  test('passes on what it does not understand', () => {
    const { ask, answer, asked, answers } = cacheBed()
    ask('create', 7, 'x')
    expect(asked[0]).toMatchObject({ op: 'create', key: 7, body: 'x' })
    answer(1)
    expect(answers).toEqual([1])
  })
})

describe('beside a server', () => {
  const fill = (lease: number, value: unknown = 'a') => ({ value, lease, recomputeNanos: ms(5) })

  test('answers a look-up with a lease, and the entry once that was used', () => {
    const { ask, answers } = cacheBed({ ttlSeconds: 30 })
    ask(CACHE_GET, 7)
    ask(CACHE_SET, 7, fill(answers[0] as number))
    ask(CACHE_GET, 7)
    expect(answers[1]).toBe(true)
    expect(answers[2]).toMatchObject({ key: 7, value: 'a', recomputeNanos: ms(5) })
  })

  test('refuses what was read before an invalidation', () => {
    const { ask, answers } = cacheBed()
    ask(CACHE_GET, 7)
    ask(CACHE_DELETE, 7)
    ask(CACHE_SET, 7, fill(answers[0] as number))
    ask(CACHE_GET, 7)
    expect(answers[2]).toBe(false)
    expect(answers[3]).toBeTypeOf('number')
  })

  test('without leases stores it all the same', () => {
    const { ask, answers } = cacheBed({ leases: false })
    ask(CACHE_GET, 7)
    ask(CACHE_DELETE, 7)
    ask(CACHE_SET, 7, fill(answers[0] as number, 'old'))
    ask(CACHE_GET, 7)
    expect((answers[3] as CacheEntry).value).toBe('old')
  })

  test('a lease of an earlier life is worth nothing', () => {
    const { ask, answers, node } = cacheBed()
    ask(CACHE_GET, 7)
    node.crash()
    node.restart()
    ask(CACHE_SET, 7, fill(answers[0] as number))
    expect(answers[1]).toBe(false)
  })
})

describe('writing through', () => {
  test('answers when the origin has the write, and then holds it', () => {
    const { ask, answer, asked, answers } = cacheBed()
    ask('write', 7, 'a')
    expect(answers).toEqual([])
    answer(1)
    ask('read', 7)
    expect(answers).toEqual([1, 'a'])
    expect(asked).toHaveLength(0)
  })

  test('a load that a write has overtaken fills nothing, and answers nobody who came after the write', () => {
    const { ask, answer, bed, asked, answers } = cacheBed({ capacity: 1 })
    ask('read', 7)
    ask('write', 7, 'new')
    bed.succeed(asked.pop()!, 1)
    bed.run(bed.kernel.now + ms(0.1))
    ask('write', 8, 'pushes 7 out')
    bed.succeed(asked.pop()!, 1)
    bed.run(bed.kernel.now + ms(0.1))
    ask('read', 7)
    expect(asked).toHaveLength(2)
    answer('old')
    answer('new')
    ask('read', 7)
    expect(answers).toEqual([1, 1, 'old', 'new', 'new'])
  })

  test('a load that a write has overtaken does not store the old value over the new one', () => {
    const { ask, answer, bed, asked, answers } = cacheBed()
    ask('read', 7)
    ask('write', 7, 'new')
    bed.succeed(asked.pop()!, 1)
    bed.run(bed.kernel.now + ms(0.1))
    answer('old')
    ask('read', 7)
    expect(answers).toEqual([1, 'old', 'new'])
  })

  test('without leases such a load stores the old value over the new one', () => {
    const { ask, answer, bed, asked, answers } = cacheBed({ leases: false })
    ask('read', 7)
    ask('write', 7, 'new')
    bed.succeed(asked.pop()!, 1)
    bed.run(bed.kernel.now + ms(0.1))
    answer('old')
    ask('read', 7)
    expect(answers.at(-1)).toBe('old')
  })

  test('writes of one key go one after the other; those of other keys do not wait', () => {
    const { ask, answer, asked } = cacheBed()
    ask('write', 7, 'a')
    ask('write', 7, 'b')
    ask('write', 8, 'c')
    expect(asked.map(({ body }) => body)).toEqual(['a', 'c'])
    answer(1)
    expect(asked.map(({ body }) => body)).toEqual(['c', 'b'])
  })

  test('a write that failed may have happened: the entry goes', () => {
    const { ask, answer, bed, asked, answers } = cacheBed()
    ask('write', 7, 'a')
    answer(1)
    ask('write', 7, 'b')
    bed.fail(asked.shift()!, 'connection-lost')
    bed.run(bed.kernel.now + ms(0.1))
    ask('read', 7)
    expect(answers).toEqual([1, 'origin-lost'])
    expect(asked).toHaveLength(1)
  })
})

describe('writing behind', () => {
  const params = { flushMs: 100 }

  test('answers at once, and writes later in one batch, once a key', () => {
    const { ask, answer, asked, answers, wait, counters } = cacheBed(params)
    ask(WRITE_BEHIND, 7, 'a')
    ask(WRITE_BEHIND, 8, 'b')
    ask(WRITE_BEHIND, 7, 'c')
    expect(answers).toEqual([null, null, null])
    wait(ms(100))
    expect(asked.map(({ op, body }) => [op, body])).toEqual([
      [
        'write-batch',
        [
          { key: 7, value: 'c' },
          { key: 8, value: 'b' },
        ],
      ],
    ])
    answer(null)
    wait(ms(200))
    expect(asked).toHaveLength(0)
    expect(counters).toMatchObject({ flushed: 2, merged: 1 })
  })

  test('what is written while its batch is on the way stays dirty, and what failed is sent again', () => {
    const { ask, answer, bed, asked, wait } = cacheBed(params)
    ask(WRITE_BEHIND, 7, 'a')
    wait(ms(100))
    ask(WRITE_BEHIND, 7, 'b')
    answer(null)
    wait(ms(100))
    expect(asked[0].body).toEqual([{ key: 7, value: 'b' }])
    bed.fail(asked.shift()!, 'connection-lost')
    wait(ms(100))
    expect(asked[0].body).toEqual([{ key: 7, value: 'b' }])
  })

  test('serves a dirty write that was evicted, since the origin holds something older', () => {
    const { ask, asked, answers } = cacheBed({ capacity: 1 })
    ask(WRITE_BEHIND, 7, 'a')
    ask(WRITE_BEHIND, 8, 'b')
    ask('read', 7)
    expect(answers).toEqual([null, null, 'a'])
    expect(asked).toHaveLength(0)
  })

  test('with too many dirty writes it writes through', () => {
    const { ask, asked, answers } = cacheBed({ dirtyMax: 1, flushMs: 60_000 })
    ask(WRITE_BEHIND, 7, 'a')
    ask(WRITE_BEHIND, 8, 'b')
    ask(WRITE_BEHIND, 7, 'c')
    expect(answers).toEqual([null, null])
    expect(asked.map(({ op, key }) => [op, key])).toEqual([['write', 8]])
  })

  test('a dirty write waits while an earlier one of its key is on its way to the origin', () => {
    const { ask, asked, wait } = cacheBed(params)
    ask('write', 7, 'a')
    ask(WRITE_BEHIND, 7, 'b')
    wait(ms(200))
    expect(asked.map(({ body }) => body)).toEqual(['a'])
  })

  test('a crash loses what was dirty, and counts it', () => {
    const { ask, asked, node, counters, wait } = cacheBed(params)
    ask(WRITE_BEHIND, 7, 'a')
    ask(WRITE_BEHIND, 8, 'b')
    node.crash()
    node.restart()
    wait(ms(200))
    expect(asked).toHaveLength(0)
    expect(counters.lostWrites).toBe(2)
  })

  test('a flush of the cache keeps them', () => {
    const { ask, asked, behaviour, answers, wait } = cacheBed(params)
    ask(WRITE_BEHIND, 7, 'a')
    behaviour.control('flush')
    ask('read', 7)
    expect(answers).toEqual([null, 'a'])
    wait(ms(100))
    expect(asked).toHaveLength(1)
  })
})

describe('while it runs', () => {
  test('a smaller capacity evicts at once, another policy keeps what fits', () => {
    const { ask, behaviour } = cacheBed({ capacity: 10 })
    for (let key = 0; key < 10; key++) ask(CACHE_SET, key, { value: key, lease: 0, recomputeNanos: 0 })
    behaviour.setChecked('policy', 's3-fifo')
    expect(behaviour.inspect()).toMatchObject({ store: { policy: 's3-fifo', size: 10 } })
    behaviour.setChecked('capacity', 4)
    expect(behaviour.inspect()).toMatchObject({ store: { size: 4, capacity: 4 } })
  })

  test('counts what left without ever having been hit', () => {
    const { ask, counters, wait } = cacheBed({ ttlSeconds: 1 })
    for (const key of [1, 2]) ask(CACHE_SET, key, { value: key, lease: 0, recomputeNanos: 0 })
    ask(CACHE_GET, 1)
    wait(s(1.2))
    expect(counters).toMatchObject({ expirations: 2, leftUnused: 1 })
  })

  test('looking changes nothing', () => {
    const { ask, answer, behaviour, bed } = cacheBed()
    ask('read', 7)
    answer('a')
    const before = bed.kernel.scheduler.digest()
    const seen = behaviour.inspect()
    expect(behaviour.inspect()).toEqual(seen)
    expect(bed.kernel.scheduler.digest()).toBe(before)
  })
})
