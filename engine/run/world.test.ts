import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../checks/catalogue.ts'
import { SILENT } from '../kernel/observer.ts'
import { MILLISECOND, SECOND, s } from '../lib/units.ts'
import type { Action, Command } from '../schema/document.ts'
import { assemble } from './assemble.ts'
import { documentOf, everything } from './documents.bed.ts'
import { FlightSampler } from './flight-sampler.ts'
import type { World } from './world.ts'
import { SERVICES } from '../services/catalogue.ts'

const TWO_SECONDS = 2 * SECOND

/** Things that people do to a run. */
const SCRIPT: Command[] = (
  [
    [0.3, { do: 'inject', fault: 'crash', id: 'a', on: { node: 'app1' } }],
    [0.5, { do: 'set', node: 'users', param: 'ratePerSecond', value: 800 }],
    [
      0.6,
      {
        do: 'inject',
        fault: 'loss',
        id: 'b',
        on: { edge: 'balancer.backends>app2' },
        params: { share: 0.3 },
      },
    ],
    [0.7, { do: 'lift', id: 'a' }],
    [0.9, { do: 'inject', fault: 'duplication', id: 'c', on: { region: 'us-west' }, params: { share: 0.5 } }],
    [1.0, { do: 'inject', fault: 'pause', id: 'd', on: { node: 'store' } }],
    [1.2, { do: 'lift', id: 'd' }],
    [
      1.2,
      { do: 'inject', fault: 'clock-skew', id: 'e', on: { node: 'balancer' }, params: { offsetMs: -200 } },
    ],
    [1.4, { do: 'inject', fault: 'traffic-spike', id: 'f', on: { run: true } }],
    [1.5, { do: 'lift', id: 'b' }],
    [1.7, { do: 'inject', fault: 'crash', id: 'g', on: { node: 'jobs' } }],
    [1.8, { do: 'lift', id: 'g' }],
  ] as [number, Action][]
).map(([at, action]) => ({ atNanos: s(at), action }))

const newWorld = (seed = 1): World =>
  assemble(everything(), { kinds: SERVICES, invariants: INVARIANTS, seed })

/** Runs the script, moving the clock by `move` in between. */
function play(world: World, move: (world: World, until: number) => void): World {
  for (const { atNanos, action } of SCRIPT) {
    move(world, atNanos)
    world.act(action)
  }
  move(world, TWO_SECONDS)
  return world
}

const straight = (world: World, until: number): void => void world.runUntil(until)
const inBatches = (limit: number) => (world: World, until: number) => {
  while (!world.runUntil(until, limit));
}
/** What a person would see at the end, beside the digest. */
const seen = (world: World) => {
  const { recorder, timeline } = world.parts
  const { offered, succeeded, failed, rejected } = recorder
  return {
    digest: world.digest(),
    events: world.events,
    offered,
    succeeded,
    failed,
    rejected,
    rows: timeline.drain(),
  }
}

describe('a run is reproducible', () => {
  const reference = seen(play(newWorld(), straight))

  test('it is not empty: requests succeed, fail and are retried', () => {
    expect(reference.events).toBeGreaterThan(10_000)
    expect(reference.succeeded).toBeGreaterThan(500)
    expect(reference.failed).toBeGreaterThan(20)
  })
  test('the same seed gives the same run, another seed another', () => {
    expect(seen(play(newWorld(), straight))).toEqual(reference)
    expect(seen(play(newWorld(2), straight)).digest).not.toBe(reference.digest)
  })
  test.each([1, 7, 1000])('in batches of %d events it is the same run, with the same readings', (limit) => {
    expect(seen(play(newWorld(), inBatches(limit)))).toEqual(reference)
  })
  test('event by event it is the same run, with the same readings', () => {
    const whole = newWorld()
    whole.runUntil(SECOND)
    const stepped = newWorld()
    while (stepped.events < whole.events) stepped.step()
    stepped.runUntil(SECOND)
    expect(seen(stepped)).toEqual(seen(whole))
  })
  test('millisecond by millisecond, with everything looked at in between, it is the same run', () => {
    const watched = newWorld()
    watched.parts.recorder.flights = new FlightSampler(100)
    play(watched, (world, until) => {
      while (world.now < until) {
        world.runUntil(Math.min(until, world.now + MILLISECOND))
        for (const behaviour of world.parts.behaviours.values()) JSON.stringify(behaviour.inspect())
        world.parts.recorder.flights!.drain()
        world.parts.recorder.exemplars.all()
        world.parts.checks.verdicts()
      }
    })
    expect(seen(watched)).toEqual(reference)
  })
  test('with nobody watching it is the same run', () => {
    const alone = newWorld()
    alone.parts.kernel.observer = SILENT
    expect(play(alone, straight).digest()).toBe(reference.digest)
  })
  test('the log replayed is the same run', () => {
    const world = play(newWorld(), straight)
    const replayed = newWorld()
    replayed.runScript(world.log, TWO_SECONDS)
    expect(seen(replayed)).toEqual(reference)
    expect(replayed.log).toEqual(world.log)
  })
  test('an action in the middle of an instant comes after all events of that instant, live as replayed', () => {
    const world = newWorld()
    const { scheduler } = world.parts.kernel
    world.runUntil(SECOND / 2)
    while (scheduler.nextTime() !== world.now) world.step()
    world.act({ do: 'inject', fault: 'crash', id: 'x', on: { node: 'store' } })
    world.runUntil(SECOND)
    const replayed = newWorld()
    replayed.runScript(world.log, SECOND)
    expect(replayed.digest()).toBe(world.digest())
  })
})

describe('actions', () => {
  test.each<[string, Action, string]>([
    ['an unknown node', { do: 'set', node: 'nobody', param: 'x', value: 1 }, 'There is no node "nobody"'],
    ['an unknown parameter', { do: 'set', node: 'users', param: 'x', value: 1 }, 'has no parameter "x"'],
    [
      'a number out of range',
      { do: 'set', node: 'users', param: 'readShare', value: 2 },
      'must be from 0 to 1',
    ],
    ['an unknown switch', { do: 'switch', name: 'x', to: 'y' }, 'There is no switch "x"'],
    [
      'an unknown fault',
      { do: 'inject', fault: 'x', id: 'a', on: { node: 'users' } },
      'There is no fault "x"',
    ],
    [
      'an unknown place',
      { do: 'inject', fault: 'crash', id: 'a', on: { node: 'x' } },
      'There is no node "x"',
    ],
    [
      'a fault where it cannot be',
      { do: 'inject', fault: 'crash', id: 'a', on: { edge: 'x' } },
      'cannot strike a edge',
    ],
    [
      'a fault that does not apply',
      { do: 'inject', fault: 'hot-key', id: 'a', on: { node: 'store' } },
      'does not apply to store',
    ],
    [
      'no edge in between',
      { do: 'inject', fault: 'partition', id: 'a', on: { between: [['users'], ['store']] } },
      'No edge joins',
    ],
  ])('with %s are refused in a sentence and leave no trace', (_name, action, sentence) => {
    const world = newWorld()
    world.runUntil(SECOND / 4)
    const before = world.digest()
    expect(() => world.act(action)).toThrow(sentence)
    expect([world.digest(), world.log.length]).toEqual([before, 0])
  })

  test('lifting what is not in force does nothing', () => {
    const world = newWorld()
    world.act({ do: 'lift', id: 'never' })
    expect(world.faults.active).toEqual([])
  })
})

test('adding nodes that nobody asks does not change what the others draw', () => {
  const asksOf = (extra: boolean) => {
    const { nodes, edges } = everything()
    const document = documentOf({}, [])
    document.nodes = { ...(extra ? { spare: { ...nodes.store }, idle: { ...nodes.mailer } } : {}), ...nodes }
    document.edges = extra ? [{ id: 'idle', from: 'idle', port: 'next', to: 'spare' }, ...edges] : edges
    const world = assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed: 5 })
    const asks: unknown[] = []
    const { recorder } = world.parts
    world.parts.kernel.observer = {
      ...SILENT,
      completed: ({ target, intendedAt, key, client, op }) =>
        void asks.push([target.id, intendedAt, key, client, op]),
      spansFor: (root) => recorder.spansFor(root),
    }
    world.runUntil(SECOND)
    return asks
  }
  const asks = asksOf(false)
  expect(asks.length).toBeGreaterThan(200)
  expect(asksOf(true)).toEqual(asks)
})
