import { describe, expect, test } from 'vitest'
import { FORWARD } from '../../kernel/link.ts'
import { ms, s } from '../../lib/units.ts'
import { service as cacheService } from '../cache/service.ts'
import { service as databaseService } from '../database/service.ts'
import { ServiceBed } from '../service.bed.ts'
import { PATTERNS } from './patterns.ts'
import { service } from './service.ts'

const TTL_SECONDS = 30
const ROWS = { readMs: 1, writeMs: 1, variation: 0, rowsAtStart: 100 }

/** One server, one cache, and a database whose rows hold 0; the cache has a copy of row 7. */
function copiedBed(pattern: string, ttlSeconds: number) {
  const bed = new ServiceBed()
  const answers: unknown[] = []
  const client = bed.node('client', { reply: (child) => void answers.push(child.failure ?? child.value) })
  const database = bed.kind('database', databaseService, ROWS)
  const cache = bed.kind('cache', cacheService, { opMicros: 1, ttlSeconds })
  const app = bed.kind('app', service, { workMicros: 1, filter: 'off', pattern })
  bed.connect(app.node, 'origin', database.node)
  const toCache = bed.connect(app.node, 'caches', cache.node)
  bed.connect(cache.node, 'origin', database.node)
  for (const { behaviour } of [database, cache, app]) behaviour.start()
  const link = bed.connect(client, 'next', app.node)
  const wait = (nanos: number) => bed.run(bed.kernel.now + nanos)
  const read = () => {
    bed.ask(link, { op: 'read', key: 7, sizeBytes: 100 })
    wait(ms(10))
    return answers.at(-1)
  }
  const write = (timeoutNanos = Infinity) =>
    void bed.ask(link, { op: 'write', key: 7, body: 'new', sizeBytes: 100 }, { timeoutNanos })
  read()
  return { app, toCache, wait, read, write }
}

type Bed = ReturnType<typeof copiedBed>

/** How an invalidation gets lost, and all is well again. */
const LOSSES: Readonly<Record<string, (bed: Bed) => void>> = {
  'it is lost on its way': ({ toCache, write, wait }) => {
    toCache.lose.push(FORWARD)
    write()
    wait(s(1))
  },
  'the server dies between its write and the invalidation': ({ app, write, wait }) => {
    write()
    wait(ms(0.5)) // on its way to the database, which takes a millisecond
    app.node.crash()
    wait(ms(100))
    app.node.restart()
  },
  'the writer has given up before the database answers': ({ write, wait }) => {
    write(ms(0.5))
    wait(ms(100))
  },
}

const FORGETS = Object.entries(PATTERNS).flatMap(([name, { forget }]) => (forget === 'owner' ? [name] : []))

describe.each(FORGETS)('with %s, when an invalidation is lost', (pattern) => {
  test.each(Object.entries(LOSSES))(
    'because %s, the old copy is read until it expires, no longer',
    (_, lose) => {
      const bed = copiedBed(pattern, TTL_SECONDS)
      lose(bed)
      expect(bed.read()).toBe(0)
      bed.wait(s(TTL_SECONDS))
      expect(bed.read()).toBe('new')
    },
  )

  test('and nothing ever expires, the old copy stays for good', () => {
    const bed = copiedBed(pattern, 0)
    LOSSES['it is lost on its way'](bed)
    bed.wait(s(3_600))
    expect(bed.read()).toBe(0)
  })
})
