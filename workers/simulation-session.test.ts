import { describe, expect, it } from 'vitest'
import type { Action, Document } from '../engine/schema/document.ts'
import type { GraphEdit } from '../engine/schema/edit/graph-edit.ts'
import type { Frame, OpenRequest } from './api.ts'
import { SimulationSession } from './simulation-session.ts'

const DOCUMENT: Document = {
  version: 1,
  title: 'Two in a row',
  nodes: {
    users: { kind: 'client', label: 'Users', at: [0, 0], params: { ratePerSecond: 200 } },
    store: { kind: 'database', label: 'Store', at: [1, 0], params: {} },
  },
  edges: [{ id: 'users>store', from: 'users', port: 'out', to: 'store' }],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}
const request = (rest: Partial<OpenRequest> = {}): OpenRequest => ({
  design: DOCUMENT,
  seed: 3,
  lanes: [{}],
  ...rest,
})

/** A session with a clock that a test moves, and all frames it has posted. */
function bench() {
  let now = 0
  const frames: Frame[] = []
  const session = new SimulationSession({
    clock: () => now,
    post: (frame) => frames.push(frame),
    wake: () => {},
  })
  /** Lets so much wall time pass, turn by turn. */
  const pass = (millis: number) => {
    const end = now + millis
    while (now < end) {
      const rest = session.turn()
      now = Math.min(end, now + (rest === 0 ? 1 : rest))
    }
  }
  /** Turns until something is answered; its code may have to be loaded first. */
  const answered = async <T>(answer: Promise<T>): Promise<T> => {
    const state = { waiting: true }
    const done = () => (state.waiting = false)
    answer.then(done, done)
    while (state.waiting) {
      await new Promise((resolve) => setTimeout(resolve))
      pass(1)
    }
    return answer
  }
  return { session, frames, pass, answered, drop: () => frames.splice(0) }
}

describe('opening', () => {
  it('refuses what is not there with a sentence', async () => {
    const { session } = bench()
    expect(await session.open(request({ design: 'no-such-design' }))).toEqual({
      ok: false,
      message: 'There is no design "no-such-design"; the gallery lists the 45 there are.',
    })
    const kindless: Document = structuredClone(DOCUMENT)
    kindless.nodes.odd = { kind: 'nil', label: '', at: [0, 1], params: {} }
    const refusal = await session.open(request({ design: kindless }))
    expect(refusal).toMatchObject({ ok: false, message: expect.stringContaining('of the kind "nil"') })
    expect(await session.open(request({ seed: 1.5 }))).toMatchObject({ ok: false })
    expect(await session.open(request({ lanes: [] }))).toMatchObject({ ok: false })
    expect(await session.open(request({ batch: 0 }))).toMatchObject({ ok: false })
  })

  it('stands at zero, says its columns, and posts one frame with the whole status', async () => {
    const { session, frames, pass } = bench()
    const opened = await session.open(request({ lanes: [{}, {}] }))
    if (!opened.ok) throw new Error(opened.message)
    expect(opened.lanes.map(({ columns }) => columns.some(({ id }) => id === 'store.utilization'))).toEqual([
      true,
      true,
    ])
    pass(500)
    expect(frames).toHaveLength(1)
    const [frame] = frames
    expect(frame).toMatchObject({ run: opened.run, nowNanos: 0, playing: false, crashed: null, pace: 0 })
    expect(frame.lanes[0].status).toMatchObject({ settings: {}, faults: [], log: [], marks: [] })
    expect(frame.lanes[0].status!.params!.users.ratePerSecond).toBe(200)
  })

  it('does an earlier run again, unseen, and all else that is asked waits for that', async () => {
    const before = bench()
    await before.session.open(request())
    await before.session.play(5)
    before.pass(400)
    await before.session.act({ do: 'set', node: 'users', param: 'ratePerSecond', value: 900 })
    before.pass(200)
    await before.session.pause()
    before.pass(1)
    const last = before.frames.at(-1)!
    const log = before.frames.flatMap(({ lanes }) => lanes[0].status?.log ?? [])
    expect(log).toHaveLength(1)

    const again = bench()
    expect(await again.session.open(request({ log, untilNanos: last.nowNanos }))).toMatchObject({ ok: true })
    const more = again.session.stepBy(1e6)
    const reached = await again.answered(again.session.reached())
    const { digest } = last.lanes[0].status!
    expect(reached).toEqual({ ok: true, run: 1, nowNanos: last.nowNanos, digest })
    await again.answered(more)
    again.pass(100)
    // Nobody looked meanwhile: all of the log comes as one frame.
    const [first, second = first] = again.frames
    expect(first.nowNanos).toBeGreaterThanOrEqual(last.nowNanos)
    expect(second.nowNanos).toBe(last.nowNanos + 1e6)
  })

  it('shows what the log has edited as it was left', async () => {
    const { session, answered } = bench()
    const edits: GraphEdit[] = [
      { edit: 'disconnect', id: 'users>store' },
      { edit: 'remove-node', id: 'store' },
    ]
    const log = [{ atNanos: 1e6, action: { do: 'edit' as const, edits } }]
    const opened = await answered(session.open(request({ log, untilNanos: 2e6 })))
    expect(opened).toMatchObject({ ok: true, document: { nodes: { users: {} }, edges: [] } })
    expect(await session.reached()).toMatchObject({ nowNanos: 2e6 })
  })

  it('tells the one who opened before that he was overtaken', async () => {
    const { session, pass } = bench()
    const slow = session.open(request({ untilNanos: 5e9 }))
    const quick = session.open(request())
    pass(10)
    expect(await slow).toMatchObject({ ok: false })
    expect(await quick).toMatchObject({ ok: true })
  })
})

describe('frames', () => {
  it('come fifteen times a second, statuses four times, pictures five times', async () => {
    const { session, frames, pass, drop } = bench()
    await session.open(request())
    await session.watch({ inspect: 'store', flights: 96 })
    await session.play(1)
    pass(100)
    drop()
    pass(10_000)
    const lanes = frames.map(({ lanes: [lane] }) => lane)
    expect(frames.length).toBeGreaterThan(120)
    expect(frames.length).toBeLessThanOrEqual(155)
    expect(lanes.filter(({ status }) => status !== null).length).toBeLessThanOrEqual(40)
    expect(lanes.filter(({ status }) => status !== null).length).toBeGreaterThan(30)
    expect(lanes.filter(({ inspect }) => inspect !== null).length).toBeLessThanOrEqual(50)
    expect(lanes.filter(({ inspect }) => inspect?.snapshot?.view === 'database').length).toBeGreaterThan(35)
    expect(lanes.some(({ flights }) => flights.length > 0)).toBe(true)
    const width = lanes.find(({ rows }) => rows.length > 0)!.rows.length
    expect(lanes.reduce((sum, { rows }) => sum + rows.length / width, 0)).toBe(100)
  })

  it('do not come while nothing happens, and at once when something is done', async () => {
    const { session, frames, pass, drop } = bench()
    await session.open(request())
    pass(100)
    drop()
    pass(5_000)
    expect(frames).toHaveLength(0)
    await session.act({ do: 'set', node: 'users', param: 'ratePerSecond', value: 10 })
    pass(1)
    expect(frames).toHaveLength(1)
    expect(frames[0].lanes[0].status).toMatchObject({ params: { users: { ratePerSecond: 10 } } })
    expect(frames[0].lanes[0].status!.settings).toBeUndefined()
  })

  it('bring no dots that nobody watches', async () => {
    const { session, frames, pass } = bench()
    await session.open(request())
    await session.play(1)
    pass(1_000)
    expect(frames.every(({ lanes: [lane] }) => lane.flights.length === 0)).toBe(true)
  })
})

describe('promises', () => {
  const edit = (...names: string[]): Action => ({ do: 'edit', edits: [{ edit: 'set-invariants', names }] })
  /** Opens a run with a log, which takes turns before it answers. */
  async function opened({ session, pass }: ReturnType<typeof bench>, log: OpenRequest['log']) {
    const turning = setInterval(() => pass(10), 1)
    try {
      return await session.open(request({ log }))
    } finally {
      clearInterval(turning)
    }
  }

  it('are loaded when an edit brings them in, and when a log does', async () => {
    const playing = bench()
    const { session, frames, pass } = playing
    await session.open(request())
    expect(await session.act(edit('no-double-booking'))).toMatchObject({ ok: true })
    pass(500)
    const { log } = (await session.snapshot(0))!
    await opened(playing, log)
    pass(500)
    const judged = frames.flatMap(({ run, lanes: [lane] }) =>
      lane.status?.checks?.some(({ name }) => name === 'no-double-booking') ? [run] : [],
    )
    expect([...new Set(judged)]).toEqual([1, 2])
  })

  it('that there are not are refused with a sentence; in a log they are passed over', async () => {
    const playing = bench()
    const { session } = playing
    await session.open(request())
    const refused = { ok: false, message: expect.stringContaining('There is no invariant "gone";') }
    expect(await session.act(edit('gone'))).toMatchObject(refused)
    expect(await session.open(request({ design: { ...DOCUMENT, invariants: ['gone'] } }))).toMatchObject(
      refused,
    )
    expect(await opened(playing, [{ atNanos: 0, action: edit('gone') }])).toMatchObject({ ok: true })
  })
})

describe('going on', () => {
  it('answers a run to an instant once it is there', async () => {
    const { session, frames, pass, answered } = bench()
    await session.open(request())
    let there = false
    const going = session.runTo(2e9).then(() => (there = true))
    await Promise.resolve()
    expect(there).toBe(false)
    await answered(going)
    expect(frames.at(-1)).toMatchObject({ nowNanos: 2e9, playing: false })
    await answered(session.stepBy(1e7))
    expect(frames.at(-1)).toMatchObject({ nowNanos: 2.01e9, playing: false })
    // At a speed it takes its time, and is there at that very instant.
    const paced = session.runTo(2.06e9, 0.1)
    await new Promise((resolve) => setTimeout(resolve))
    pass(400)
    expect(frames.at(-1)!.playing).toBe(true)
    // What is seen is a beat of fifteen a second old at the most.
    expect(frames.at(-1)!.nowNanos / 1e9).toBeGreaterThan(2.05 - 0.1 / 15)
    expect(frames.at(-1)!.nowNanos / 1e9).toBeLessThanOrEqual(2.05)
    await answered(paced)
    expect(frames.at(-1)).toMatchObject({ nowNanos: 2.06e9, playing: false })
  })

  it('answers everything while nothing is open', async () => {
    const { session } = bench()
    await session.play(1)
    await session.runTo(1e9)
    expect(await session.act({ do: 'lift', id: 'x' })).toMatchObject({ ok: false })
    expect(await session.stepEvent()).toContain('No design is open')
  })

  it('refuses a wrong command with a sentence and keeps running', async () => {
    const { session, frames, pass } = bench()
    await session.open(request())
    await session.play(1)
    expect(await session.act({ do: 'set', node: 'users', param: 'ratePerSecond', value: -5 })).toEqual({
      ok: false,
      message: 'Node "users": ratePerSecond must be from 0 to 1000000 requests/s, not -5.',
    })
    pass(1_000)
    expect(frames.at(-1)).toMatchObject({ playing: true, crashed: null })
    expect(frames.at(-1)!.nowNanos).toBeGreaterThan(9e8)
  })
})
