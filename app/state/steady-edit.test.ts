import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Sharing } from '../share/sharing.ts'
import { sessionBed } from './session.bed.ts'
import { SteadyEdit } from './steady-edit.ts'

describe('a value that is dragged', () => {
  const applied: [number, string][] = []
  let playing = true
  const edit = () =>
    new SteadyEdit<number>({
      apply: (value, merge) => applied.push([value, merge]),
      present: () => 0,
      playing: () => playing,
    })
  const drag = (steady: SteadyEdit<number>, moves: number, moveMs: number) => {
    for (let move = 1; move <= moves; move++) {
      steady.preview(move)
      vi.advanceTimersByTime(moveMs)
    }
  }
  beforeEach(() => {
    vi.useFakeTimers()
    applied.length = 0
    playing = true
  })
  afterEach(() => void vi.useRealTimers())

  test('is applied some ten times a second while it plays, and as it was let go', () => {
    const steady = edit()
    drag(steady, 650, 8)
    steady.commit(651)
    expect(applied.length).toBeLessThan(65)
    expect(applied.length).toBeGreaterThan(45)
    expect(applied.at(-1)![0]).toBe(651)
    expect(new Set(applied.map(([, merge]) => merge)).size).toBe(1)
    vi.advanceTimersByTime(5_000)
    expect(applied.at(-1)![0]).toBe(651)
  })
  test('is applied once where nothing plays', () => {
    playing = false
    const steady = edit()
    drag(steady, 650, 8)
    expect(applied).toEqual([])
    steady.commit(650)
    expect(applied.map(([value]) => value)).toEqual([650])
  })
  test('is no edit when it is put back to where it was', () => {
    playing = false
    const steady = edit()
    drag(steady, 5, 8)
    steady.commit(0)
    expect(applied).toEqual([])
  })
  test('stands at the last preview when it is held still', () => {
    const steady = edit()
    drag(steady, 3, 8)
    vi.advanceTimersByTime(1_000)
    expect(applied.map(([value]) => value)).toEqual([1, 3])
  })
  test('is applied at once when it begins to move, and when it moves on', () => {
    const steady = edit()
    for (const value of [1, 2, 3]) {
      steady.preview(value)
      expect(applied.at(-1)![0]).toBe(value)
      vi.advanceTimersByTime(130)
    }
    expect(new Set(applied.map(([, merge]) => merge)).size).toBe(1)
  })
  test('is another gesture every time', () => {
    const steady = edit()
    steady.commit(1)
    steady.commit(2)
    expect(new Set(applied.map(([, merge]) => merge)).size).toBe(2)
  })
})

describe('a drag of a parameter in a run', { timeout: 30_000 }, () => {
  test('is one step to undo and one edit to redo, and a link of it comes to the same digest', async () => {
    const { editor, history, session, until, digest } = await sessionBed()
    for (let workers = 2; workers <= 30; workers++) {
      await until(editor.set(['app'], 'workers', workers, { merge: 'gesture' }))
      await until(session.stepBy(20e6))
    }
    expect(history.getState().past).toHaveLength(1)
    const log = () => session.store.getState().status[0]!.log.length
    const dragged = log()
    await until(editor.undo())
    await until(session.stepBy(1e9))
    expect(editor.document.nodes.app.params.workers).toBeUndefined()
    await until(editor.redo())
    await until(session.stepBy(1e9))
    expect(log()).toBe(dragged + 2)
    expect(
      session.store
        .getState()
        .status[0]!.log.slice(-2)
        .map(({ action }) => action),
    ).toEqual(
      [null, 30].map((value) => ({
        do: 'edit',
        edits: [{ edit: 'set-param', node: 'app', param: 'workers', value }],
      })),
    )
    const [link, before] = [await until(new Sharing(session).link()), digest()]
    const other = await sessionBed()
    await other.until(new Sharing(other.session).openLink(link))
    expect(other.session.store.getState().opened!.verdict).toBe('reproduced')
    expect(other.digest()).toBe(before)
  })

  test('whose last edit is refused leaves the edits before it to be undone', async () => {
    const { editor, history, session, until } = await sessionBed()
    await until(editor.set(['app'], 'workers', 3, { merge: 'gesture' }))
    const { past } = history.getState()
    const act = session.commands.act.bind(session.commands)
    session.commands.act = () => Promise.resolve({ ok: false, message: 'No.' })
    const refused = editor.set(['app'], 'workers', 4, { merge: 'gesture', quiet: true })
    session.commands.act = act
    await until(Promise.all([refused, editor.rename('app', 'Workhorse')]))
    expect(history.getState().past.map(({ edits }) => edits)).toEqual([
      past[0].edits,
      [{ edit: 'rename', node: 'app', label: 'Workhorse' }],
    ])
  })
})
