import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { Division, firstMap } from '../shard/division.ts'
import {
  ROWS_IN,
  ROWS_SCAN,
  ROW_READ,
  ROW_WRITE,
  type Resharding,
  type RowsIn,
  type ScanAnswer,
} from '../shard/protocol.ts'
import type { MapTold, MapWanted } from './protocol.ts'
import { service } from './service.ts'

const KEYS = 60
const map = firstMap({ strategy: 'hash-ring', shards: 2, keys: KEYS, virtualNodes: 100 })
const next = { ...map, version: 2, members: [0, 1, 2] }
const steady: Resharding = { map, next: null, phase: 'steady' }
const moving: Resharding = { map, next, phase: 'copying' }
const moved: Resharding = { map: next, next: null, phase: 'steady' }
const division = new Division(moving)
const all = Array.from({ length: KEYS }, (_, key) => key)
const ofShard = (shard: number) => all.find((key) => division.now.ownerOf(key) === shard)!
const leaving = all.find((key) => division.now.ownerOf(key) === 0 && division.heirOf(key, 0) === 2)!
const staying = all.find((key) => division.now.ownerOf(key) === 0 && division.heirOf(key, 0) < 0)!

type Answer = (call: Call) => void

/** A router before scripted shards; `shards` says what each replica is and how it answers. */
function routerBed(
  shards: readonly { readonly shard: number; readonly silent?: boolean }[],
  params: Record<string, ParameterValue> = {},
) {
  const bed = new ServiceBed()
  const answers: unknown[] = []
  const wanted: MapWanted[] = []
  const seen: { replica: number; op: string; key: number; body: unknown }[] = []
  const script: Answer[] = shards.map(() => (call) => bed.succeed(call, `row ${call.key}`))
  const client = bed.node('client', { reply: ({ failure, value }) => void answers.push(failure ?? value) })
  const teller = bed.node('teller', { message: (payload) => void wanted.push(payload as MapWanted) })
  const router = bed.kind('router', service, params)
  const replicas = shards.map(({ shard, silent }, replica) => {
    const node = bed.node(`replica-${replica}`, {
      message(_payload, _from, link) {
        if (silent !== true) bed.kernel.send(node, link, { type: 'i-am-shard', shard }, 0)
      },
      request(call) {
        const { op, key, body } = call
        seen.push({ replica, op, key, body })
        script[replica](call)
      },
    })
    bed.connect(router.node, 'shards', node)
    return node
  })
  const link = bed.connect(client, 'out', router.node)
  const told = bed.connect(teller, 'routers', router.node)
  router.behaviour.start()
  const tell = (resharding: Resharding, dualWrites = true) => {
    const message: MapTold = { type: 'map-told', told: resharding, dualWrites }
    bed.kernel.send(teller, told, message, 0)
    bed.run(bed.kernel.now + ms(1))
  }
  const ask = (op: string, key = 0, body: unknown = null) => {
    bed.ask(link, { op, key, body }, {}, bed.kernel.now + s(1))
    bed.run(bed.kernel.now + ms(40))
    return answers.at(-1)
  }
  bed.run(ms(1))
  return { bed, router, replicas, answers, wanted, seen, script, tell, ask }
}

describe('a row', () => {
  test('is asked for at the shard that the map names', () => {
    const { tell, ask, seen } = routerBed([{ shard: 0 }, { shard: 1 }])
    tell(steady)
    for (const shard of [1, 0, 1]) ask('read', ofShard(shard))
    expect(seen.map(({ replica, op }) => [replica, op])).toEqual([
      [1, ROW_READ],
      [0, ROW_READ],
      [1, ROW_READ],
    ])
  })

  test('is asked for at another replica when one does not lead, and from then on there at once', () => {
    const { bed, tell, ask, seen, script } = routerBed([{ shard: 0 }, { shard: 0 }, { shard: 1 }])
    tell(steady)
    script[0] = (call) => bed.fail(call, 'not-leader')
    expect(ask('read', staying)).toBe(`row ${staying}`)
    expect(ask('write', staying, 1)).toBe(null)
    expect(seen.map(({ replica }) => replica)).toEqual([0, 1, 1])
  })

  test('is read again when the answer is lost, and not written again: that would undo a later write', () => {
    const { bed, tell, ask, script, seen } = routerBed([{ shard: 0 }, { shard: 1 }])
    tell(steady)
    const lost: Answer = (call) => {
      script[0] = (again) => bed.succeed(again, 5)
      bed.fail(call, 'connection-lost')
    }
    script[0] = lost
    expect(ask('read', staying)).toBe(5)
    script[0] = lost
    expect(ask('write', staying, 6)).toBe('connection-lost')
    expect(seen.filter(({ op }) => op === ROW_WRITE)).toHaveLength(1)
  })

  test('that was given away is asked for by the new map, which the router asks for itself', () => {
    const { bed, tell, ask, script, wanted, router } = routerBed([{ shard: 0 }, { shard: 1 }, { shard: 2 }])
    tell(steady)
    script[0] = (call) => bed.fail(call, 'wrong-shard')
    const before = wanted.length
    ask('read', leaving)
    expect(wanted.length).toBeGreaterThan(before)
    expect(router.counters.misrouted).toBeGreaterThan(0)
    tell(moved)
    expect(ask('read', leaving)).toBe(`row ${leaving}`)
  })
})

describe('while rows move', () => {
  test('a write goes to the owner first, then what the owner has stored to the heir, and then it is acknowledged', () => {
    const { bed, tell, ask, answers, seen, script } = routerBed([{ shard: 0 }, { shard: 1 }, { shard: 2 }])
    tell(moving)
    let held: Call | null = null
    script[2] = (call) => void (held = call)
    expect(ask('write', leaving, 7)).toBeUndefined()
    expect(seen.map(({ replica, op }) => [replica, op])).toEqual([
      [0, ROW_WRITE],
      [2, ROWS_IN],
    ])
    expect(seen[1].body).toEqual({ version: 2, rows: [[leaving, `row ${leaving}`]] } satisfies RowsIn)
    bed.succeed(held!)
    bed.run(bed.kernel.now + ms(1))
    expect(answers).toEqual([null])
  })

  test('a write whose second copy is refused counts all the same: the owner keeps it in mind', () => {
    const { bed, tell, ask, script, router } = routerBed([{ shard: 0 }, { shard: 1 }, { shard: 2 }])
    tell(moving)
    script[2] = (call) => bed.fail(call, 'queue-full')
    expect(ask('write', leaving, 7)).toBeNull()
    expect(router.counters.dualWritesMissed).toBe(1)
  })

  test('rows that stay are written once, and so are all of them by methods without dual writes', () => {
    const { tell, ask, seen } = routerBed([{ shard: 0 }, { shard: 1 }, { shard: 2 }])
    tell(moving)
    ask('write', staying, 7)
    tell({ ...moving }, false)
    ask('write', leaving, 7)
    expect(seen.map(({ op }) => op)).toEqual([ROW_WRITE, ROW_WRITE])
  })

  test('a map that was overtaken on its way changes nothing; a router that does not learn keeps its first', () => {
    for (const learns of [true, false]) {
      const { tell, ask, seen } = routerBed([{ shard: 0 }, { shard: 1 }, { shard: 2 }], { learns })
      tell(steady)
      tell(moved)
      tell(steady)
      ask('read', leaving)
      expect(seen[0].replica).toBe(learns ? 2 : 0)
    }
  })
})

describe('a report', () => {
  const counting = (rows: number, version = 1): ScanAnswer => ({ rows, version })

  test('adds up what all shards answer, and is as slow as the slowest', () => {
    const { bed, tell, ask, script, answers, seen } = routerBed([{ shard: 0 }, { shard: 1 }])
    tell(steady)
    let slow: Call | null = null
    script[0] = (call) => bed.succeed(call, counting(25))
    script[1] = (call) => void (slow = call)
    ask('scan')
    expect(seen.map(({ op }) => op)).toEqual([ROWS_SCAN, ROWS_SCAN])
    expect(answers).toEqual([])
    bed.succeed(slow!, counting(35))
    bed.run(bed.kernel.now + ms(1))
    expect(answers).toEqual([{ rows: 60, shards: 2 }])
  })

  test('is asked for again when a shard answers by another map: rows would be missing or counted twice', () => {
    const { bed, tell, ask, script, seen } = routerBed([{ shard: 0 }, { shard: 1 }])
    tell(steady)
    script[0] = (call) => bed.succeed(call, counting(25))
    script[1] = (call) => {
      script[1] = (again) => bed.succeed(again, counting(35))
      bed.succeed(call, counting(15, 2))
    }
    expect(ask('scan')).toEqual({ rows: 60, shards: 2 })
    expect(seen).toHaveLength(4)
  })

  test('does not take the shards that it knows for all of them', () => {
    const { bed, tell, ask, script, seen } = routerBed([{ shard: 0 }, { shard: 1, silent: true }])
    tell(steady)
    script[0] = (call) => bed.succeed(call, counting(25))
    expect(ask('scan')).toBeUndefined()
    bed.run(s(2))
    expect(seen).toEqual([])
    expect(ask('scan')).toBe('unavailable')
  })
})
