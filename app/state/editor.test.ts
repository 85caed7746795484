import { describe, expect, test } from 'vitest'
import type { Editor } from './editor.ts'
import { DOCUMENT, sessionBed } from './session.bed.ts'

const nodes = ({ document }: Editor) => Object.keys(document.nodes)

describe('the editor', { timeout: 30_000 }, () => {
  test('adds to a run: the page shows it at once, its columns and readings come', async () => {
    const { editor, session, until } = await sessionBed()
    const added = editor.add({ kind: 'service', at: [2, 1] }, { quiet: true })
    expect(await until(added)).toEqual({ ok: true, ids: ['service'] })
    await until(editor.connect('balancer', 'backends', 'service'))
    await until(session.runTo(2e9))
    expect(session.latest(0, 'service.rate')).toBeGreaterThan(50)
    expect(session.ring(0)!.column('service.rate')?.title).toBe('Arrivals')
    expect(session.store.getState().opened!.lanes[0].links).toEqual([
      'users>balancer',
      'balancer>app',
      'balancer.backends>service',
    ])
    expect(session.store.getState().status[0]!.log).toHaveLength(2)
  })

  test('undoes and does again more than two hundred steps, the run following', async () => {
    const { editor, history, session, until } = await sessionBed()
    const before = editor.document
    for (let step = 0; step < 220; step++) {
      const answer =
        step % 2 === 0 ? editor.add({ kind: 'service', at: [3, step] }) : editor.set(['app'], 'workers', step)
      await until(answer)
    }
    const after = editor.document
    expect(nodes(editor)).toHaveLength(113)
    expect(history.getState().past).toHaveLength(220)
    for (let step = 0; step < 220; step++) await until(editor.undo())
    expect(editor.document).toEqual(before)
    await until(session.stepBy(0))
    expect(Object.keys(session.store.getState().status[0]!.params)).toEqual(['users', 'balancer', 'app'])
    expect(session.ring(0)!.columns.filter(({ of }) => of.startsWith('service'))).toEqual([])
    for (let step = 0; step < 220; step++) await until(editor.redo())
    expect(editor.document).toEqual(after)
    expect(session.store.getState().status[0]!.params.app.workers).toBe(219)
    expect(await editor.redo()).toEqual({ ok: false, message: 'There is nothing to do again.' })
  }, 30_000)

  test('moves and renames without the run hearing of it', async () => {
    const { editor, session, until, digest } = await sessionBed()
    await until(session.runTo(1e9))
    const before = digest()
    await until(editor.move({ app: [7, 7] }))
    await until(editor.rename('app', 'Workhorse'))
    expect(editor.document.nodes.app).toMatchObject({ at: [7, 7], label: 'Workhorse' })
    expect(digest()).toBe(before)
    expect(session.store.getState().status[0]!.log).toEqual([])
    await until(editor.undo())
    await until(editor.undo())
    expect(editor.document).toEqual(DOCUMENT)
  })

  test('makes one step of steps that name the same thing', async () => {
    const { editor, history, until } = await sessionBed()
    for (const column of [3, 4, 5]) await until(editor.move({ app: [column, 0] }, { merge: 'push app' }))
    await until(editor.move({ users: [0, 9] }, { merge: 'push users' }))
    expect(history.getState().past.map(({ title }) => title)).toEqual(['Moved App', 'Moved Users'])
    await until(editor.undo())
    await until(editor.undo())
    expect(editor.document.nodes.app.at).toEqual([2, 0])
  })

  test('says why it refuses, and leaves everything as it was', async () => {
    const { editor, history, session, until } = await sessionBed()
    const refused = [
      await until(editor.connect('app', 'next', 'users')),
      await until(editor.add({ kind: 'toaster', at: [0, 0] })),
      await until(editor.set(['app'], 'workers', 0)),
      await until(editor.insertOnEdge('users>balancer', 'database')),
    ]
    expect(refused.map((answer) => ('message' in answer ? answer.message : ''))).toEqual([
      'Users only sends requests; it cannot be asked anything.',
      'There is no kind "toaster".',
      expect.stringContaining('workers must be from 1') as string,
      'A database passes nothing on; it cannot stand on an edge.',
    ])
    expect(editor.document).toEqual(DOCUMENT)
    expect(history.getState().past).toEqual([])
    expect(session.store.getState().notices).toHaveLength(4)
  })

  test('keeps its steps when the run refuses to undo them or to do them again', async () => {
    const { editor, history, session, until } = await sessionBed()
    for (const workers of [3, 4, 5]) await until(editor.set(['app'], 'workers', workers))
    await until(editor.undo())
    const [before, document] = [history.getState(), editor.document]
    const act = session.commands.act.bind(session.commands)
    session.commands.act = () => Promise.resolve({ ok: false, message: 'The engine failed.' })
    const refused = await until(Promise.all([editor.undo(), editor.undo()]))
    expect(refused.map(({ ok }) => ok)).toEqual([false, false])
    expect(history.getState()).toEqual(before)
    expect((await until(editor.redo())).ok).toBe(false)
    expect(history.getState()).toEqual(before)
    expect((await until(editor.set(['app'], 'workers', 9))).ok).toBe(false)
    expect(history.getState()).toEqual(before)
    expect(editor.document).toEqual(document)
    session.commands.act = act
    await until(editor.redo())
    expect(editor.document.nodes.app.params.workers).toBe(5)
  })

  test('puts a kind on an edge and takes it off again', async () => {
    const { editor, session, until } = await sessionBed()
    const inserted = await until(editor.insertOnEdge('balancer>app', 'circuit-breaker'))
    expect(inserted).toEqual({ ok: true, ids: ['circuit-breaker'] })
    await until(session.runTo(1e9))
    expect(session.latest(0, 'circuit-breaker.rate')).toBeGreaterThan(50)
    await until(editor.takeOffEdge('circuit-breaker'))
    expect(editor.document.edges.map(({ from, to }) => `${from}>${to}`)).toEqual([
      'users>balancer',
      'balancer>app',
    ])
  })

  test('keeps what can be undone over a restart, which begins with the edited document', async () => {
    const { editor, history, session, until } = await sessionBed()
    await until(editor.add({ kind: 'service', at: [2, 1] }))
    await until(editor.move({ app: [5, 5] }))
    await until(session.restart())
    expect(history.getState().past).toHaveLength(2)
    expect(session.store.getState().opened!.start.nodes.app.at).toEqual([5, 5])
    expect(session.store.getState().status[0]!.log).toEqual([])
    await until(editor.undo())
    await until(editor.undo())
    expect(editor.document).toEqual(DOCUMENT)
    await until(session.open(DOCUMENT))
    expect(history.getState().past).toEqual([])
  })

  test('copies from one design into another, with fresh ids', async () => {
    const { editor, until } = await sessionBed()
    const clipping = editor.copy(['balancer', 'app'])
    await until(editor.paste(clipping))
    expect(nodes(editor)).toEqual(['users', 'balancer', 'app', 'balancer-2', 'app-2'])
    await until(editor.duplicate(['app']))
    expect(editor.document.edges.map(({ from, to }) => `${from}>${to}`)).toEqual([
      'users>balancer',
      'balancer>app',
      'balancer-2>app-2',
      'balancer>app-3',
    ])
  })
})
