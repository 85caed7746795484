import { describe, expect, test } from 'vitest'
import { ms } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { Division, firstMap } from './division.ts'
import {
  ROWS_IN,
  ROWS_OUT,
  ROWS_PURGE,
  ROWS_SCAN,
  ROW_READ,
  ROW_STEP,
  ROW_WRITE,
  SHARD_ADOPT,
  type Phase,
  type Resharding,
  type RowsOut,
} from './protocol.ts'
import { accountOf, accountRow, contentOf, plainRow, versionOf } from './row.ts'
import { service } from './service.ts'
import type { ShardState } from './shard-state.ts'

const TABLE = {
  plainRows: 60,
  accounts: 20,
  shards: 2,
  virtualNodes: 100,
  rowMs: 0.1,
  scanMs: 0.1,
  fsyncMs: 0.1,
}
const map = firstMap({ strategy: 'hash-ring', shards: 2, keys: 80, virtualNodes: 100 })
const next = { ...map, version: 2, members: [0, 1, 2] }
const told = (phase: Phase): Resharding => ({ map, next, phase })
const division = new Division(told('copying'))

/** All replicas of shard 0; whoever leads is asked. */
function shardBed(replicas = 1, params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const answers: unknown[] = []
  const client = bed.node('client', { reply: (child) => void answers.push(child.failure ?? child.value) })
  const nodes = Array.from({ length: replicas }, (_, i) =>
    bed.kind(`replica-${i}`, service, { ...TABLE, shard: 0, ...params }),
  )
  nodes.forEach(({ node }, i) => {
    for (const other of nodes.slice(i + 1)) bed.connect(node, 'peers', other.node)
  })
  for (const { behaviour } of nodes) behaviour.start()
  const links = nodes.map(({ node }) => bed.connect(client, 'next', node))
  const wait = (nanos: number) => bed.run(bed.kernel.now + nanos)
  const ask = (op: string, key: number, body: unknown = null, replica = 0) => {
    bed.ask(links[replica], { op, key, body })
    wait(ms(60))
    return answers.at(-1)
  }
  wait(ms(100))
  const state = (replica: number) => (nodes[replica].behaviour.state as { now: ShardState }).now
  return { bed, nodes, ask, wait, state }
}

const keys = Array.from({ length: 60 }, (_, key) => key)
const mine = keys.filter((key) => division.now.ownerOf(key) === 0)
const leaving = mine.find((key) => division.heirOf(key, 0) === 2)!
const staying = mine.find((key) => division.heirOf(key, 0) < 0)!
const foreign = keys.find((key) => division.now.ownerOf(key) === 1)!
const coming = keys.find((key) => division.now.ownerOf(key) === 1 && division.next!.ownerOf(key) === 2)!

describe('rows', () => {
  test('carry their version, whatever they hold', () => {
    const row = plainRow(7, 4_194_303)
    expect([versionOf(row), contentOf(row)]).toEqual([7, 4_194_303])
    const account = { version: 9, balance: 250, steps: ['a', 'b'] }
    expect(accountOf(accountRow(account))).toEqual(account)
    expect(versionOf(accountRow(account))).toBe(9)
    expect([versionOf(undefined), versionOf(null), versionOf(0)]).toEqual([-1, -1, 0])
  })

  test('are read and written by their own shard only', () => {
    const { ask } = shardBed()
    expect(ask(ROW_READ, staying)).toBe(0)
    ask(ROW_WRITE, staying, 42)
    expect(ask(ROW_READ, staying)).toBe(42)
    expect(ask(ROW_READ, foreign)).toBe('wrong-shard')
    expect(ask(ROW_WRITE, foreign, 1)).toBe('wrong-shard')
  })

  test('a step is taken once, however often it is asked for; an account never falls below zero', () => {
    const { ask } = shardBed()
    const account = Array.from({ length: 20 }, (_, i) => 60 + i).find(
      (key) => division.now.ownerOf(key) === 0 && key % 9 !== 4,
    )!
    for (let i = 0; i < 3; i++) ask(ROW_STEP, account, { id: 's1', amount: -100 })
    expect(ask(ROW_READ, account)).toBe(900)
    expect(ask(ROW_STEP, account, { id: 's2', amount: -901 })).toBe('step-refused')
    ask(ROW_STEP, account, { id: 's3', amount: 50 })
    expect(ask(ROW_READ, account)).toBe(950)
  })
})

describe('replicas', () => {
  test('one takes over with every acknowledged write, and knows what the map is', () => {
    const { ask, nodes, wait, state } = shardBed(3)
    ask(ROW_WRITE, staying, 42)
    ask(SHARD_ADOPT, 0, told('frozen'))
    nodes[0].node.crash()
    wait(ms(2_500))
    const leader = [1, 2].find((i) => state(i).machine.leadership(0).role === 'leader')!
    expect(ask(ROW_READ, staying, null, leader)).toBe(42)
    expect(ask(ROW_WRITE, leaving, 1, leader)).toBe('resharding')
    expect(ask(ROW_READ, staying, null, 3 - leader)).toBe('not-leader')
  })

  test('without failover nobody takes over, and who comes back leads again', () => {
    const { ask, nodes, wait } = shardBed(3, { failover: false })
    nodes[0].node.crash()
    wait(ms(3_000))
    expect([1, 2].map((replica) => ask(ROW_READ, staying, null, replica))).toEqual([
      'not-leader',
      'not-leader',
    ])
    nodes[0].node.restart()
    wait(ms(3_000))
    expect(ask(ROW_READ, staying)).toBe(0)
  })
})

describe('moving', () => {
  const out = (value: unknown) => value as RowsOut

  test('copies out what leaves, and later only what has changed since', () => {
    const { ask } = shardBed()
    ask(SHARD_ADOPT, 0, told('copying'))
    const all = out(ask(ROWS_OUT, 0, { after: -1, limit: 100, changedOnly: false }))
    expect(all.done).toBe(true)
    expect(all.rows.length).toBe(all.leaving)
    expect(all.rows.every(([key]) => division.heirOf(key, 0) === 2)).toBe(true)
    ask(ROW_WRITE, leaving, 5)
    ask(ROW_WRITE, staying, 6)
    const changed = out(ask(ROWS_OUT, 0, { after: -1, limit: 100, changedOnly: true }))
    expect(changed.rows.map(([key]) => key)).toEqual([leaving])
  })

  test('goes through the keys in order, a batch at a time', () => {
    const { ask } = shardBed()
    ask(SHARD_ADOPT, 0, told('copying'))
    const seen: number[] = []
    for (let after = -1, done = false; !done; after = seen.at(-1) ?? after) {
      const batch = out(ask(ROWS_OUT, 0, { after, limit: 3, changedOnly: false }))
      seen.push(...batch.rows.map(([key]) => key))
      done = batch.done
    }
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b))
    expect(seen).toContain(leaving)
  })

  test('a row that is copied never replaces a newer one, and one of another move is refused', () => {
    const { ask, state } = shardBed(1, { shard: 2 })
    ask(SHARD_ADOPT, 0, told('copying'))
    ask(ROWS_IN, 0, { version: 2, rows: [[coming, plainRow(5, 50)]] })
    ask(ROWS_IN, 0, { version: 2, rows: [[coming, plainRow(4, 40)]] })
    expect(contentOf(state(0).newest(coming) as number)).toBe(50)
    expect(ask(ROWS_IN, 0, { version: 9, rows: [[coming, plainRow(8, 80)]] })).toBe('wrong-shard')
    expect(ask(ROW_READ, coming)).toBe('wrong-shard')
    ask(SHARD_ADOPT, 0, { map: next, next: null, phase: 'steady' })
    expect(ask(ROW_READ, coming)).toBe(50)
    ask(ROW_WRITE, coming, 60)
    expect(versionOf(state(0).newest(coming))).toBeGreaterThan(5)
  })

  test('writes of rows that leave are held off at the end, all others go on', () => {
    const { ask } = shardBed()
    ask(SHARD_ADOPT, 0, told('frozen'))
    expect(ask(ROW_WRITE, leaving, 1)).toBe('resharding')
    expect(ask(ROW_READ, leaving)).toBe(0)
    expect(ask(ROW_WRITE, staying, 1)).not.toBe('resharding')
  })

  test('news that were overtaken on their way change nothing', () => {
    const { ask, state } = shardBed()
    ask(SHARD_ADOPT, 0, { map: next, next: null, phase: 'steady' })
    ask(SHARD_ADOPT, 0, told('copying'))
    expect(state(0).division.told.map.version).toBe(2)
  })

  test('after the cut-over it refuses what it gave away, counts its own, and forgets the rest', () => {
    const { ask } = shardBed()
    const before = ask(ROWS_SCAN, 0) as { rows: number }
    ask(SHARD_ADOPT, 0, { map: next, next: null, phase: 'steady' })
    expect(ask(ROW_READ, leaving)).toBe('wrong-shard')
    const after = ask(ROWS_SCAN, 0) as { rows: number }
    expect(after.rows).toBeLessThan(before.rows)
    let purged = 0
    for (let found = ask(ROWS_PURGE, 0, 5) as number; found > 0; found = ask(ROWS_PURGE, 0, 5) as number)
      purged += found
    expect(purged).toBe(before.rows - after.rows)
    expect(ask(ROWS_SCAN, 0)).toEqual({ version: 2, rows: after.rows })
  })
})
