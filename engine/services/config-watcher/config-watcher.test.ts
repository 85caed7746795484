import { describe, expect, test } from 'vitest'
import type { WatchEvents, WatchOpen } from '../../algorithms/storage/revisions/watch-messages.ts'
import type { Link } from '../../kernel/link.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'
import type { WatcherState } from './watcher-state.ts'

const EVERYBODY = null

/** Eight watchers before scripted servers that note who opens, and say what the test has them say. */
function watcherBed(servers: number, params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const opens: (WatchOpen & { server: number })[] = []
  const watchers = bed.kind('fleet', service, { watchers: 8, reconnectMs: 50, silenceMs: 400, ...params })
  const links: Link[] = []
  const nodes = Array.from({ length: servers }, (_, server) => {
    const node = bed.node(`server-${server}`, {
      message(payload) {
        opens.push({ ...(payload as WatchOpen), server })
      },
    })
    links.push(bed.connect(watchers.node, 'servers', node))
    return node
  })
  watchers.behaviour.start()
  const wait = (nanos: number) => bed.run(bed.kernel.now + nanos)
  const say = (server: number, message: object) => {
    bed.kernel.send(nodes[server], links[server], message, 0)
    wait(ms(1))
  }
  const change = (server: number, from: number, upTo: number, who: WatchEvents['watchers'] = EVERYBODY) => {
    const events = Array.from({ length: upTo - from }, (_, i) => ({
      revision: from + i + 1,
      key: 'flag/0',
      value: 10 * (from + i + 1),
      askedAt: 0,
    }))
    say(server, { type: 'watch-events', watchers: who, previous: from, upTo, events })
  }
  const state = () => watchers.behaviour.state as WatcherState
  const seen = () => [...state().seen]
  wait(ms(60))
  return { bed, opens, watchers, say, change, state, seen, wait }
}

test('watchers that are taken away before they have come are not missed', () => {
  const { bed, watchers, state, wait } = watcherBed(2)
  watchers.node.pause()
  watchers.behaviour.set('watchers', 12)
  bed.run(bed.kernel.now + ms(10))
  watchers.behaviour.set('watchers', 6)
  watchers.node.resume()
  wait(ms(100))
  expect([state().watchers, state().connected]).toEqual([6, 6])
})

const times = (revision: number) => Array.from({ length: 8 }, () => revision)

describe('watchers', () => {
  test('open once each, and see each change once, however often it is told', () => {
    const { opens, change, seen, watchers } = watcherBed(1)
    expect(opens.flatMap((open) => open.watchers).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    change(0, 0, 2)
    change(0, 0, 2)
    change(0, 1, 3)
    expect(seen()).toEqual(times(3))
    expect(watchers.counters.delivered).toBe(8 * 3)
    expect(watchers.counters.gaps).toBe(0)
  })

  test('notice a gap, take nothing from beyond it, and ask from what they have seen', () => {
    const { opens, change, seen, watchers } = watcherBed(1)
    change(0, 0, 1)
    opens.length = 0
    change(0, 2, 3)
    expect(seen()).toEqual(times(1))
    expect(watchers.counters.gaps).toBe(8)
    expect(opens.map(({ after, watchers: who }) => [after, who.length])).toEqual([[1, 8]])
    change(0, 1, 3, opens[0].watchers)
    expect(seen()).toEqual(times(3))
    expect(watchers.counters.delivered).toBe(8 * 3)
  })

  test('that have missed something get it by a message of their own, and the others nothing', () => {
    const { change, seen } = watcherBed(1)
    change(0, 0, 1, [0, 1, 2])
    expect(seen()).toEqual([1, 1, 1, 0, 0, 0, 0, 0])
    change(0, 0, 1, [3, 4])
    expect(seen()).toEqual([1, 1, 1, 1, 1, 0, 0, 0])
  })

  test('are told that what they missed is compacted, and go on from how things stand', () => {
    const { say, change, seen, watchers, state } = watcherBed(1)
    change(0, 0, 1)
    say(0, {
      type: 'watch-compacted',
      watchers: [0, 1, 2, 3, 4, 5, 6, 7],
      compacted: 7,
      revision: 9,
      values: [['flag/0', 100]],
    })
    expect(seen()).toEqual(times(9))
    expect(watchers.counters).toMatchObject({ toldCompacted: 8, delivered: 8 })
    expect(state().featureOn).toBe(8)
    change(0, 9, 10)
    expect(seen()).toEqual(times(10))
  })

  test('turn the feature on by what each of them has seen', () => {
    const { change, state } = watcherBed(1)
    change(0, 0, 10, [0, 1, 2]) // 100 % at revision 10
    expect(state().featureOn).toBe(3)
    change(0, 0, 10, [3, 4, 5, 6, 7])
    expect(state().featureOn).toBe(8)
  })
})

describe('a server that is silent', () => {
  test.each([
    [true, 5],
    [false, -1],
  ])('is left for another; resuming (%s) they ask for what came after %i', (resume, after) => {
    const { opens, change, say, wait, seen } = watcherBed(2, { resume, watchers: 40 })
    for (const server of [0, 1]) change(server, 0, 5)
    const members = (server: number) =>
      opens.filter((open) => open.server === server).flatMap((open) => open.watchers)
    const left = new Set(members(0))
    expect(left.size).toBeGreaterThan(0)
    opens.length = 0
    for (let i = 0; i < 10; i++) {
      wait(ms(90))
      say(1, { type: 'watch-progress', revision: 5 })
    }
    expect(opens.every((open) => open.server === 1 && open.after === after)).toBe(true)
    expect(new Set(members(1))).toEqual(left)
    change(0, 5, 6) // the old server comes back: nobody listens to it any more
    expect(new Set(seen())).toEqual(new Set([5]))
    change(1, 5, 6)
    expect(new Set(seen())).toEqual(new Set([6]))
  })

  test('is not one that gives a sign of life', () => {
    const { opens, say, wait } = watcherBed(1)
    opens.length = 0
    for (let i = 0; i < 10; i++) {
      wait(ms(300))
      say(0, { type: 'watch-progress', revision: 0 })
    }
    expect(opens).toEqual([])
    wait(s(1))
    expect(opens.length).toBeGreaterThan(0)
  })
})

test('programs that come later have seen nothing, and ask for everything', () => {
  const { opens, change, watchers, wait, seen } = watcherBed(1)
  change(0, 0, 3)
  opens.length = 0
  watchers.behaviour.set('watchers', 10)
  wait(ms(60))
  expect(
    opens
      .flatMap(({ after, watchers: who }) => who.map((watcher) => [watcher, after]))
      .toSorted(([a], [b]) => a - b),
  ).toEqual([
    [8, 0],
    [9, 0],
  ])
  change(0, 0, 3, [8, 9])
  expect(new Set(seen())).toEqual(new Set([3]))
})
