import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { beforeEach, describe, expect, test } from 'vitest'
import { Sharing } from '../share/sharing.ts'
import { sessionBed } from '../state/session.bed.ts'
import { DesignShelf } from './design-shelf.ts'
import { Librarian } from './librarian.ts'
import { Parking } from './parking.ts'
import { storeOf } from './local-store.bed.ts'
import { createShelfStore } from './shelf-store.ts'

beforeEach(() => {
  indexedDB = new IDBFactory()
})

/** A tab: its own session, librarian and shelf on the storage that all tabs share. */
async function tab(design?: string, factory: typeof openDB = openDB) {
  const bed = await sessionBed(design)
  const told: string[] = []
  const shelf = new DesignShelf({ tell: (id) => told.push(id), factory })
  const store = createShelfStore()
  const sharing = new Sharing(bed.session)
  const librarian = new Librarian({
    session: bed.session,
    sharing,
    shelf,
    store,
    thumbnail: ({ title }) => title,
    parking: new Parking(storeOf(new Map())),
  })
  const notices = () => bed.session.store.getState().notices.map(({ text }) => text)
  return { ...bed, shelf, store, librarian, told, notices }
}
type Tab = Awaited<ReturnType<typeof tab>>
async function edited({ editor, until, librarian }: Tab, label: string): Promise<void> {
  await until(editor.rename('app', label))
  await until(librarian.flush())
}
const failing =
  (name: string): typeof openDB =>
  () =>
    Promise.reject(new DOMException('no', name))

describe('what a person edits is kept', { timeout: 30_000 }, () => {
  test('from the first edit on, and written anew after each', async () => {
    const one = await tab()
    expect(await one.shelf.list()).toEqual([])
    await edited(one, 'Mine')
    await edited(one, 'Still mine')
    expect(one.store.getState()).toMatchObject({ state: 'kept', problem: null, current: { revision: 2 } })
    expect(one.store.getState().designs).toMatchObject([{ title: 'Two in a row', thumbnail: 'Two in a row' }])
    const other = await tab()
    await other.until(other.librarian.refresh())
    expect(await other.until(other.librarian.open(one.store.getState().current!.id))).toEqual({ ok: true })
    expect(other.editor.document.nodes.app.label).toBe('Still mine')
    expect(other.session.store.getState()).toMatchObject({ nowNanos: 0, playing: false })
    await edited(other, 'Changed there')
    expect(other.store.getState().designs).toHaveLength(1)
  })

  test('as a design of its own when it was one of the gallery, with its strategies when it is opened again', async () => {
    const one = await tab('rate-limiter')
    await one.until(one.editor.add({ kind: 'service', at: [9, 9] }))
    await one.until(one.librarian.flush())
    const { id, title } = one.store.getState().current!
    expect(title).toMatch(/, edited$/)
    await one.until(one.session.open('rate-limiter'))
    expect(one.store.getState().current).toBeNull()
    await one.until(one.librarian.open(id))
    expect(one.session.store.getState().opened!.design!.slug).toBe('rate-limiter')
    expect(one.editor.document.nodes.service.kind).toBe('service')
  }, 30_000)

  test('also when nothing but a parameter was edited, and not when that was undone before', async () => {
    const one = await tab('rate-limiter')
    const [client] = Object.entries(one.editor.document.nodes).find(([, { kind }]) => kind === 'client')!
    await one.until(one.editor.set([client], 'ratePerSecond', 77))
    await one.until(one.editor.undo())
    await one.until(one.librarian.flush())
    expect(await one.shelf.list()).toEqual([])
    await one.until(one.editor.set([client], 'ratePerSecond', 78))
    await one.until(one.librarian.flush())
    expect(await one.shelf.list()).toHaveLength(1)
    const found = await one.shelf.read(one.store.getState().current!.id)
    expect(found.ok && found.saved.document!.nodes[client].params.ratePerSecond).toBe(78)
  })

  test('and not when nothing was edited, or the run was only restarted', async () => {
    const one = await tab()
    await one.until(one.session.restart())
    await one.until(one.librarian.flush())
    expect(await one.shelf.list()).toEqual([])
    await edited(one, 'Mine')
    const { current } = one.store.getState()
    await one.until(one.session.restart())
    expect(one.store.getState().current).toEqual(current)
  })
})

describe('the list', { timeout: 30_000 }, () => {
  test('renames, duplicates, deletes, and takes a deletion back', async () => {
    const one = await tab()
    await edited(one, 'Mine')
    const { id } = one.store.getState().current!
    await one.librarian.rename(id, 'A name')
    await one.librarian.duplicate(id)
    expect(
      one.store
        .getState()
        .designs!.map(({ title }) => title)
        .sort(),
    ).toEqual(['A name', 'A name (copy)'])
    await one.librarian.remove(id)
    expect(one.store.getState()).toMatchObject({ current: null, deleted: [{ id, title: 'A name' }] })
    expect(one.store.getState().designs).toHaveLength(1)
    await one.librarian.undelete()
    expect(one.store.getState().designs).toHaveLength(2)
    expect(one.told.length).toBeGreaterThanOrEqual(5)
  })

  test('takes every deletion back, the latest first', async () => {
    const one = await tab()
    await edited(one, 'Mine')
    const { id } = one.store.getState().current!
    for (let copy = 0; copy < 3; copy++) await one.librarian.duplicate(id)
    for (const design of one.store.getState().designs!) await one.librarian.remove(design.id)
    expect(one.store.getState().designs).toEqual([])
    const ids = one.store.getState().deleted.map((each) => each.id)
    expect(ids).toHaveLength(4)
    await one.librarian.undelete()
    expect(one.store.getState().designs!.map((each) => each.id)).toEqual([ids[3]])
    for (let more = 0; more < 3; more++) await one.librarian.undelete()
    expect(one.store.getState().designs).toHaveLength(4)
    expect(one.store.getState().deleted).toEqual([])
  })

  test('has the open design once, when it was deleted and is edited or brought back after that', async () => {
    const one = await tab()
    await edited(one, 'Mine')
    const { id } = one.store.getState().current!
    one.store.setState({ designs: [] }) // the list has not been read since
    await one.librarian.remove(id)
    await one.until(one.editor.undo())
    await one.until(one.librarian.flush())
    expect(one.store.getState()).toMatchObject({ current: { id }, deleted: [], state: 'kept' })
    expect(one.notices()).toEqual(['“Two in a row” is among your designs again, for it was edited.'])
    await one.librarian.remove(id)
    await one.librarian.undelete()
    await edited(one, 'Again')
    expect(one.store.getState().current).toMatchObject({ id })
    await one.librarian.refresh()
    expect(one.store.getState().designs!.map((each) => each.id)).toEqual([id])
    const found = await one.shelf.read(id)
    expect(found.ok && found.saved.document!.nodes.app.label).toBe('Again')
  })

  test('lets go of what was deleted long ago', async () => {
    let now = 0
    const shelf = new DesignShelf({ now: () => now, factory: openDB })
    const one = await tab()
    await edited(one, 'Mine')
    const { id } = one.store.getState().current!
    await shelf.remove(id)
    await shelf.purge(1_000)
    now = 2_000
    await shelf.purge(1_000)
    expect(await shelf.restore(id)).toMatchObject({ ok: false, why: 'missing' })
  })
})

describe('nothing is overwritten or lost silently', { timeout: 30_000 }, () => {
  test('when two tabs edit one design: the second hears of it, and keeps a copy or takes the other', async () => {
    const [one, two] = [await tab(), await tab()]
    await edited(one, 'First')
    const { id } = one.store.getState().current!
    await two.until(two.librarian.open(id))
    await edited(one, 'Second')
    await two.until(two.librarian.heard(id))
    expect(two.store.getState().problem?.why).toBe('conflict')
    await edited(two, 'Other')
    expect(two.store.getState()).toMatchObject({ state: 'unsaved', problem: { why: 'conflict' } })
    expect(two.editor.document.nodes.app.label).toBe('Other')
    await two.until(two.librarian.keepCopy())
    expect(two.store.getState()).toMatchObject({ state: 'kept', problem: null })
    await one.until(one.librarian.open(id))
    expect(one.editor.document.nodes.app.label).toBe('Second')
    expect(one.store.getState().current!.id).not.toBe(two.store.getState().current!.id)
  })

  test('when the other side of a conflict is loaded: mine is a copy, and the page says so', async () => {
    const [one, two] = [await tab(), await tab()]
    await edited(one, 'First')
    const { id } = one.store.getState().current!
    await two.until(two.librarian.open(id))
    await edited(one, 'Theirs')
    await edited(two, 'Mine')
    expect(two.store.getState().problem?.why).toBe('conflict')
    await two.until(two.librarian.open(id))
    await two.until(two.librarian.flush())
    expect(two.editor.document.nodes.app.label).toBe('Theirs')
    expect(two.notices().at(-1)).toBe(
      'What you had edited is kept as “Two in a row (copy)” among your designs.',
    )
    await two.librarian.refresh()
    const copy = two.store.getState().designs!.find(({ title }) => title === 'Two in a row (copy)')!
    await two.until(two.librarian.open(copy.id))
    expect(two.editor.document.nodes.app.label).toBe('Mine')
  })

  test('when a tab has not heard of the other: its write is refused', async () => {
    const [one, two] = [await tab(), await tab()]
    await edited(one, 'First')
    await two.until(two.librarian.open(one.store.getState().current!.id))
    await edited(one, 'Second')
    await edited(two, 'Other')
    expect(two.store.getState().problem?.why).toBe('conflict')
    expect(two.notices()[0]).toContain('Another tab has changed this design')
  })

  test.each([
    ['QuotaExceededError', 'full', 'storage is full'],
    ['SecurityError', 'denied', 'does not let this page keep anything'],
  ])(
    'when the storage answers %s: the page says so, and the design stays open',
    async (name, why, sentence) => {
      const one = await tab(undefined, failing(name))
      await edited(one, 'Mine')
      expect(one.store.getState()).toMatchObject({ state: 'unsaved', current: null, problem: { why } })
      expect(one.notices()[0]).toContain(sentence)
      expect(one.editor.document.nodes.app.label).toBe('Mine')
      await one.until(one.editor.undo())
      expect(one.editor.document.nodes.app.label).toBe('App')
    },
  )

  test('when what was stored is damaged: it is not opened, and what is open stays', async () => {
    const one = await tab()
    await edited(one, 'Mine')
    const { id } = one.store.getState().current!
    const database = await openDB('breakwater', 1)
    const stored = (await database.get('designs', id)) as { saved: { document: { edges: { to: string }[] } } }
    stored.saved.document.edges[0].to = 'moon'
    await database.put('designs', stored)
    const two = await tab()
    const before = two.editor.document
    expect(await two.until(two.librarian.open(id))).toMatchObject({ ok: false, why: 'damaged' })
    expect(two.notices()[0]).toContain('"document.edges.0.to" is "moon", which is not a node')
    expect(two.editor.document).toBe(before)
  })
})
