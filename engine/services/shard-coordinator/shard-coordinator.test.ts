import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import type { MapTold, ToShard } from '../shard-router/protocol.ts'
import { firstMap, partitionerOf } from '../shard/division.ts'
import {
  ROWS_IN,
  ROWS_OUT,
  ROWS_PURGE,
  SHARD_ADOPT,
  type Resharding,
  type RowsIn,
  type RowsOut,
  type RowsWanted,
} from '../shard/protocol.ts'
import { service } from './service.ts'

const KEYS = 80
const TABLE = { plainRows: 60, accounts: 20, shards: 2, virtualNodes: 100, batchRows: 4, pauseMs: 20 }
const map = firstMap({ strategy: 'hash-ring', shards: 2, keys: KEYS, virtualNodes: 100 })
const before = partitionerOf(map)
const after = partitionerOf({ ...map, members: [0, 1, 2] })

/** What shards hold and were told, behind one router; `troubles` says which of its answers get lost. */
class Shards {
  readonly rows = [0, 1, 2].map((shard) => new Map(ownedBy(shard).map((key) => [key, 0])))
  readonly adopted: (Resharding | null)[] = [null, null, null]
  readonly steps: string[] = []
  /** Written after copying began: copied again at the end. */
  readonly changed = new Set<number>()
  copiedAgain: number[] = []

  do({ shard, op, body }: ToShard): unknown {
    if (op === SHARD_ADOPT) return this.#adopt(shard, body as Resharding)
    if (op === ROWS_OUT) return this.#out(shard, body as RowsWanted)
    if (op === ROWS_IN) return this.#in(shard, body as RowsIn)
    if (op === ROWS_PURGE) return this.#purge(shard, body as number)
    return { version: this.adopted[shard]?.map.version ?? 1, rows: this.rows[shard].size }
  }

  #adopt(shard: number, told: Resharding): null {
    this.adopted[shard] = told
    this.#note(`shard ${shard}: ${told.next === null ? `map ${told.map.version}` : told.phase}`)
    return null
  }
  #out(shard: number, { after: last, limit, changedOnly }: RowsWanted): RowsOut {
    const leaving = [...this.rows[shard].keys()].filter((key) => after.ownerOf(key) !== shard)
    const wanted = leaving.filter((key) => key > last && (!changedOnly || this.changed.has(key)))
    const rows = wanted.slice(0, limit).map((key): [number, number] => [key, this.rows[shard].get(key)!])
    if (changedOnly) this.copiedAgain.push(...rows.map(([key]) => key))
    this.#note(changedOnly ? 'catches up' : 'copies')
    return { rows, done: wanted.length <= limit, leaving: leaving.length }
  }
  #in(shard: number, { rows }: RowsIn): null {
    for (const [key, value] of rows) this.rows[shard].set(key, value as number)
    return null
  }
  #purge(shard: number, most: number): number {
    const foreign = [...this.rows[shard].keys()].filter((key) => after.ownerOf(key) !== shard).slice(0, most)
    for (const key of foreign) this.rows[shard].delete(key)
    this.#note('purges')
    return foreign.length
  }
  #note(step: string): void {
    if (this.steps.at(-1) !== step) this.steps.push(step)
  }
  noteMap({ told, dualWrites }: MapTold): void {
    const writes = told.next !== null && told.phase === 'copying' && dualWrites ? ', write to both' : ''
    const news = `routers: ${told.next === null ? `map ${told.map.version}` : told.phase}${writes}`
    if (!this.steps.includes(news)) this.steps.push(news)
  }
}

const ownedBy = (shard: number): number[] =>
  Array.from({ length: KEYS }, (_, key) => key).filter((key) => before.ownerOf(key) === shard)

function coordinatorBed(
  params: Record<string, ParameterValue> = {},
  lost: (n: number) => boolean = () => false,
) {
  const bed = new ServiceBed()
  const shards = new Shards()
  const coordinator = bed.kind('coordinator', service, { ...TABLE, ...params })
  let asked = 0
  const router = bed.node('router', {
    request(call: Call) {
      const value = shards.do(call.body as ToShard)
      if (lost(++asked)) bed.fail(call, 'connection-lost')
      else bed.succeed(call, value)
    },
    message: (payload) => shards.noteMap(payload as MapTold),
  })
  const link = bed.connect(coordinator.node, 'routers', router, ms(1))
  coordinator.behaviour.start()
  const wait = (nanos: number) => bed.run(bed.kernel.now + nanos)
  const knows = (count: number) => bed.kernel.send(router, link, { type: 'map-wanted', shards: count }, 0)
  wait(ms(20))
  const grow = () => {
    knows(3)
    wait(ms(20))
    shards.steps.length = 0
    coordinator.behaviour.set('shards', 3)
    wait(ms(80)) // it looks every 100 ms, and begins now
  }
  return { bed, coordinator, shards, wait, grow, knows }
}

const wholeAndAtHome = ({ rows }: Shards): void => {
  for (const shard of [0, 1, 2])
    expect([...rows[shard].keys()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: KEYS }, (_, key) => key).filter((key) => after.ownerOf(key) === shard),
    )
}

describe('a move', () => {
  test('takes its steps in the order that loses nothing, and moves what has to move', () => {
    const { shards, wait, grow, coordinator } = coordinatorBed()
    const moves = [0, 1].flatMap(ownedBy).filter((key) => after.ownerOf(key) === 2)
    shards.changed.add(moves[0])
    grow()
    wait(s(2))
    expect(shards.steps).toEqual([
      ...[0, 1, 2].map((shard) => `shard ${shard}: copying`),
      'routers: copying, write to both',
      'copies',
      ...[0, 1, 2].map((shard) => `shard ${shard}: frozen`),
      'routers: frozen',
      'catches up',
      // Whoever gives rows away stops before anybody else begins to serve them.
      ...[0, 1, 0, 1, 2].map((shard) => `shard ${shard}: map 2`),
      'routers: map 2',
      'purges',
    ])
    expect(shards.copiedAgain).toEqual([moves[0]])
    expect(coordinator.counters.copied).toBe(moves.length)
    wholeAndAtHome(shards)
  })

  test('comes to the same when every third answer is lost: each step may be done twice', () => {
    const { shards, wait, grow } = coordinatorBed({}, (n) => n % 3 === 0)
    grow()
    wait(s(6))
    expect(shards.adopted.map((told) => [told!.map.version, told!.next])).toEqual([
      [2, null],
      [2, null],
      [2, null],
    ])
    wholeAndAtHome(shards)
  })

  test.each([5, 15, 25, 40, 55, 70, 85])(
    'goes on where its disk has it after a crash %i ms into it',
    (crashMs) => {
      const { shards, wait, grow, coordinator } = coordinatorBed()
      grow()
      wait(ms(crashMs))
      coordinator.node.crash()
      wait(ms(500))
      coordinator.node.restart()
      wait(s(3))
      wholeAndAtHome(shards)
      expect(shards.adopted.every((told) => told!.map.version === 2 && told!.next === null)).toBe(true)
    },
  )

  test.each([
    ['stop-the-world', 'frozen', false],
    ['backfill-only', 'copying', false],
    ['dual-write', 'copying', true],
  ])('%s: begins with rows %s, and catches up: %s', (method, phase, catchesUp) => {
    const { shards, wait, grow } = coordinatorBed({ method })
    grow()
    wait(s(2))
    expect(shards.steps[0]).toBe(`shard 0: ${phase}`)
    expect(shards.steps.includes('catches up')).toBe(catchesUp)
    expect(shards.steps.includes('routers: copying, write to both')).toBe(catchesUp)
  })

  test('that cuts over first serves before it copies', () => {
    const { shards, wait, grow } = coordinatorBed({ method: 'cut-over-first' })
    grow()
    wait(s(2))
    expect(shards.steps.indexOf('shard 2: map 2')).toBeLessThan(shards.steps.indexOf('copies'))
  })

  test('another one waits until this one is over', () => {
    const { shards, wait, grow, coordinator } = coordinatorBed()
    grow()
    wait(ms(20))
    coordinator.behaviour.set('strategy', 'rendezvous')
    wait(ms(10))
    expect(shards.adopted[0]!.next!.strategy).toBe('hash-ring')
  })
})

test('shards that no router has heard of yet are not given rows', () => {
  const { shards, wait, coordinator, knows } = coordinatorBed()
  knows(2)
  wait(ms(20))
  coordinator.behaviour.set('shards', 3)
  wait(s(1))
  expect(shards.steps.filter((step) => step.includes('copies'))).toEqual([])
})
