import { describe, expect, it } from 'vitest'
import { INVARIANTS } from '../engine/checks/catalogue.ts'
import { s } from '../engine/lib/units.ts'
import { assemble } from '../engine/run/assemble.ts'
import type { World } from '../engine/run/world.ts'
import type { Action, Document } from '../engine/schema/document.ts'
import { handClock } from './hand-clock.bed.ts'
import { Lane } from './lane.ts'
import { PacedRun, SLICE_MS } from './paced-run.ts'
import { SERVICES } from '../engine/services/catalogue.ts'

const DOCUMENT: Document = {
  version: 1,
  title: 'Three in a row',
  nodes: {
    users: { kind: 'client', label: 'Users', at: [0, 0], params: { ratePerSecond: 400 } },
    api: { kind: 'service', label: 'API', at: [1, 0], params: {} },
    store: { kind: 'database', label: 'Store', at: [2, 0], params: {} },
  },
  edges: [
    { id: 'users>api', from: 'users', port: 'out', to: 'api' },
    { id: 'api>store', from: 'api', port: 'next', to: 'store' },
  ],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}
const world = (seed = 7): World => assemble(DOCUMENT, { kinds: SERVICES, invariants: INVARIANTS, seed })
const faster: Action = { do: 'set', node: 'users', param: 'ratePerSecond', value: 900 }

/** Turns until the run stands still, letting the clock go on while it naps. */
function finish(run: PacedRun, pass: (millis: number) => void): void {
  for (let turn = 0; run.playing; turn++) {
    expect(turn).toBeLessThan(100_000)
    const rest = run.turn()
    if (rest < Infinity) pass(rest)
  }
}

const straight = (until: number): string => {
  const reference = world()
  reference.runUntil(until)
  return reference.digest()
}

describe('the digest', () => {
  it.each([
    { speed: 1, batch: 500, watched: false },
    { speed: 0.1, batch: 1, watched: false },
    { speed: 10, batch: 3, watched: true },
    { speed: Infinity, batch: 1, watched: true },
    { speed: Infinity, batch: 10_000, watched: false },
  ])('is that of a straight run at %o', ({ speed, batch, watched }) => {
    const { clock, pass } = handClock(0.01)
    const only = world()
    const lane = new Lane(only)
    lane.watchFlights(watched ? 96 : 0)
    const run = new PacedRun({ worlds: [only], clock, batch })
    run.play(speed, s(2))
    for (let turn = 0; run.playing; turn++) {
      const rest = run.turn()
      if (rest < Infinity) pass(rest)
      if (watched && turn % 3 === 0) lane.frame({ status: true, inspect: 'store' })
    }
    expect(only.now).toBe(s(2))
    expect(only.digest()).toBe(straight(s(2)))
  })

  it('is that of the first run when its commands are done again', () => {
    const first = handClock(0.01)
    const one = new PacedRun({ worlds: [world()], clock: first.clock })
    one.play(10)
    while (one.now < s(1)) first.pass(one.turn())
    expect(one.act(faster)).toMatchObject({ ok: true })
    one.play(Infinity, s(3))
    finish(one, first.pass)

    const second = handClock(0.01)
    const again = new PacedRun({ worlds: [world()], clock: second.clock, log: one.worlds[0].log })
    again.play(Infinity, s(3))
    finish(again, second.pass)
    expect(again.worlds[0].log).toEqual(one.worlds[0].log)
    expect(again.worlds[0].digest()).toBe(one.worlds[0].digest())
    expect(again.worlds[0].digest()).not.toBe(straight(s(3)))
  })
})

describe('the pace', () => {
  it('follows the wall clock at the speed that was asked for', () => {
    const { clock, pass } = handClock()
    const run = new PacedRun({ worlds: [world()], clock })
    run.play(2)
    for (let i = 0; i < 100; i++) {
      run.turn()
      run.pace.sample(clock(), run.now)
      pass(10)
    }
    expect(run.now / s(1)).toBeCloseTo(1.98, 1)
    expect(run.pace.reached()).toBeCloseTo(2, 1)
  })

  it('falls when the engine cannot keep up, and what was missed is not run after', () => {
    const { clock, pass } = handClock()
    const run = new PacedRun({ worlds: [world()], clock })
    run.play(1)
    run.turn()
    pass(60_000) // the machine slept for a minute
    run.turn()
    expect(run.now).toBeLessThanOrEqual(s(0.051))
    pass(100)
    while (run.turn() === 0);
    expect(run.now).toBeLessThanOrEqual(s(0.16))
  })

  it('never works longer than a slice without looking up', () => {
    const { clock, read } = handClock(0.2)
    const run = new PacedRun({ worlds: [world(), world()], clock, batch: 5 })
    run.play(Infinity)
    for (let i = 0; i < 50; i++) {
      const before = read()
      expect(run.turn()).toBe(0)
      expect(read() - before).toBeLessThanOrEqual(SLICE_MS + 1)
    }
    expect(run.now).toBeGreaterThan(0)
  })

  it('stops at the very instant it was sent to', () => {
    const { clock, pass } = handClock(0.01)
    const run = new PacedRun({ worlds: [world(), world()], clock })
    run.play(Infinity, 123_456_789)
    finish(run, pass)
    expect(run.worlds.map(({ now }) => now)).toEqual([123_456_789, 123_456_789])
    expect(run.turn()).toBe(Infinity)
  })
})

describe('lanes', () => {
  it('stay within one hop of each other and hear a command at one instant', () => {
    const { clock, pass } = handClock(0.3)
    const other = world()
    other.act({ do: 'set', node: 'store', param: 'connections', value: 1 })
    const run = new PacedRun({ worlds: [world(), other], clock, batch: 4 })
    run.play(5)
    for (let i = 0; i < 40; i++) {
      run.turn()
      pass(3)
    }
    expect(run.act(faster)).toMatchObject({ ok: true })
    const [a, b] = run.worlds.map(({ log }) => log.at(-1))
    expect(a).toEqual(b)
    expect(a?.atNanos).toBeGreaterThan(0)
    expect(run.worlds[0].now).toBe(run.worlds[1].now)
  })

  it('are told apart when a command is for one of them', () => {
    const run = new PacedRun({ worlds: [world(), world()], clock: handClock().clock })
    expect(run.act(faster, 1)).toMatchObject({ ok: true })
    expect(run.worlds.map(({ log }) => log.length)).toEqual([0, 1])
    expect(run.act(faster, 2)).toEqual({ ok: false, message: 'There is no lane 2 in this run.' })
  })

  it('step together, one event at a time, earliest first', () => {
    const run = new PacedRun({ worlds: [world(), world(8)], clock: handClock().clock })
    const events = () => run.worlds.reduce((sum, { events }) => sum + events, 0)
    const told = new Set<string>()
    let before = 0
    for (let i = 0; i < 200; i++) {
      const count = events()
      told.add(run.step())
      expect(events()).toBe(count + 1)
      const latest = Math.max(...run.worlds.map(({ now }) => now))
      expect(latest).toBeGreaterThanOrEqual(before)
      before = latest
    }
    expect([...told].some((text) => /^Request \d+ from users arrives at api\.$/.test(text))).toBe(true)
    expect([...told].some((text) => /^The answer of store to request \d+ arrives at api\.$/.test(text))).toBe(
      true,
    )
  })
})

describe('what goes wrong', () => {
  it('is answered with a sentence when a person asked for it, and the run goes on', () => {
    const { clock, pass } = handClock(0.01)
    const run = new PacedRun({ worlds: [world()], clock })
    run.play(Infinity, s(1))
    run.turn()
    const answer = run.act({ do: 'set', node: 'nobody', param: 'x', value: 1 })
    expect(answer.ok).toBe(false)
    expect((answer as { message: string }).message).toContain('There is no node "nobody"')
    finish(run, pass)
    expect(run.crashed).toBeNull()
    expect(run.worlds[0].digest()).toBe(straight(s(1)))
  })

  it('stops the run for good when the engine itself fails, and says when', () => {
    const { clock } = handClock(0.01)
    const broken = world()
    const target = {
      identity: 1,
      fire: () => {
        throw new Error('a bucket has no bottom')
      },
    }
    broken.parts.kernel.scheduler.schedule(s(0.5), target, 0)
    const run = new PacedRun({ worlds: [broken], clock })
    run.play(Infinity, s(1))
    while (run.playing) run.turn()
    expect(run.crashed).toBe('The engine failed at 0.500 s of simulated time: a bucket has no bottom.')
    run.play(1)
    expect(run.playing).toBe(false)
    expect(run.act(faster).ok).toBe(false)
  })
})
