import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { beforeEach, describe, expect, test } from 'vitest'
import { Sharing } from '../share/sharing.ts'
import type { OpenedRun } from '../state/run-store.ts'
import { DOCUMENT, sessionBed } from '../state/session.bed.ts'
import { DesignShelf } from './design-shelf.ts'
import { Librarian } from './librarian.ts'
import { storeOf } from './local-store.bed.ts'
import { Parking } from './parking.ts'
import { createShelfStore } from './shelf-store.ts'

const OTHER = { ...DOCUMENT, title: 'Another' }
let local = new Map<string, string>()

beforeEach(() => {
  indexedDB = new IDBFactory()
  local = new Map()
})

type Bed = Awaited<ReturnType<typeof sessionBed>>
const librarianOf = (bed: Bed, shelf: DesignShelf, seen: readonly OpenedRun[] = []) => {
  const store = createShelfStore()
  const { session } = bed
  const parking = new Parking(storeOf(local))
  const options = { session, sharing: new Sharing(session), shelf, store, parking, seen }
  return { store, librarian: new Librarian({ ...options, thumbnail: ({ title }) => title }) }
}
/** A page that is opened. */
async function page(shelf = new DesignShelf({ factory: openDB })) {
  const bed = await sessionBed()
  return { ...bed, shelf, ...librarianOf(bed, shelf) }
}
/** A page that goes away before the designs' storage answers. */
async function gone(edit: (one: Awaited<ReturnType<typeof page>>) => Promise<unknown>): Promise<void> {
  const one = await page()
  await edit(one)
  one.shelf.write = one.shelf.create = () => new Promise(() => {})
  one.librarian.leave()
}
/** What the storage has after a new start: title and the label of the app. */
async function kept(): Promise<string[]> {
  const { librarian, shelf } = await page()
  await librarian.flush()
  const designs = await shelf.list()
  if (!Array.isArray(designs)) throw new Error(designs.message)
  const all = await Promise.all(designs.map(({ id }) => shelf.read(id)))
  return all
    .map((each) => (each.ok ? `${each.title}: ${each.saved.document!.nodes.app.label}` : each.message))
    .sort()
}

describe('the last edit, when something else is opened at once,', { timeout: 30_000 }, () => {
  test('is kept in its own design, and nothing else is', async () => {
    const one = await page()
    await one.until(one.editor.rename('app', 'First'))
    await one.until(one.session.open(OTHER))
    expect(one.store.getState()).toMatchObject({ current: null, state: 'kept' })
    expect(await kept()).toEqual(['Two in a row: First'])
    await one.until(one.editor.rename('app', 'Second'))
    expect(await one.until(kept())).toEqual(['Two in a row: First'])
    await one.until(one.librarian.flush())
    expect(await kept()).toEqual(['Another: Second', 'Two in a row: First'])
  })

  test('is kept once over a restart', async () => {
    const one = await page()
    await one.until(one.editor.rename('app', 'First'))
    await one.until(one.session.restart())
    await one.until(one.librarian.flush())
    await one.until(one.editor.rename('app', 'Second'))
    await one.until(one.librarian.flush())
    expect(one.store.getState()).toMatchObject({ problem: null, current: { revision: 2 } })
    expect(await kept()).toEqual(['Two in a row: Second'])
  })

  test('is kept when that was before the librarian came', async () => {
    const bed = await sessionBed()
    const seen: OpenedRun[] = []
    const note = () => void seen.push(bed.session.store.getState().opened!)
    note()
    await bed.until(bed.editor.rename('app', 'First'))
    note()
    await bed.until(bed.session.open(OTHER))
    note()
    await librarianOf(bed, new DesignShelf({ factory: openDB }), seen).librarian.flush()
    expect(await kept()).toEqual(['Two in a row: First'])
  })

  test('is kept as a copy when another tab had written the design', async () => {
    const [one, two] = [await page(), await page()]
    await one.until(one.editor.rename('app', 'First'))
    await one.until(one.librarian.flush())
    const { id } = one.store.getState().current!
    await two.until(two.librarian.open(id))
    await two.until(two.editor.rename('app', 'Theirs'))
    await two.until(two.librarian.flush())
    await one.until(one.editor.rename('app', 'Mine'))
    await one.until(one.librarian.flush())
    expect(one.store.getState().problem?.why).toBe('conflict')
    await one.until(one.session.open(OTHER))
    expect(await kept()).toEqual(['Two in a row (copy): Mine', 'Two in a row: Theirs'])
  })
})

describe('the last edit, when the page goes away at once,', { timeout: 30_000 }, () => {
  test('is there at the next start: the first one as a new design, once', async () => {
    await gone(({ until, editor }) => until(editor.rename('app', 'First')))
    expect(local.size).toBe(1)
    expect(await kept()).toEqual(['Two in a row: First'])
    expect(local.size).toBe(0)
    expect(await kept()).toEqual(['Two in a row: First'])
  })

  test.each([
    ['in its design', null, ['Two in a row: Mine']],
    [
      'as a copy when another tab had written that',
      'Theirs',
      ['Two in a row (copy): Mine', 'Two in a row: Theirs'],
    ],
    ['once when it had been kept after all', 'Mine', ['Two in a row: Mine']],
  ])('is there at the next start: %s', async (_where, theirs, wanted) => {
    let id = ''
    await gone(async ({ until, editor, librarian, store }) => {
      await until(editor.rename('app', 'First'))
      await until(librarian.flush())
      id = store.getState().current!.id
      await until(editor.rename('app', 'Mine'))
    })
    if (theirs !== null) {
      const shelf = new DesignShelf({ factory: openDB })
      const found = await shelf.read(id)
      if (!found.ok) throw new Error(found.message)
      found.saved.document!.nodes.app.label = theirs
      await shelf.write(id, found.revision, { saved: found.saved })
    }
    expect(await kept()).toEqual(wanted)
    expect(local.size).toBe(0)
  })

  test('waits for another start while nothing can be kept; what is damaged is let go', async () => {
    await gone(({ until, editor }) => until(editor.rename('app', 'First')))
    local.set('breakwater.unkept.bad', '{"id":1}')
    const denied = () => Promise.reject(new DOMException('no', 'SecurityError'))
    await (await page(new DesignShelf({ factory: denied }))).librarian.flush()
    expect(local.size).toBe(1)
    expect(await kept()).toEqual(['Two in a row: First'])
  })
})

test('a page that is left notes what is open: nothing, what will be kept, what is kept', async () => {
  const noted: (string | null)[] = []
  const bed = await sessionBed()
  const store = createShelfStore()
  const librarian = new Librarian({
    session: bed.session,
    sharing: new Sharing(bed.session),
    shelf: new DesignShelf({ factory: openDB }),
    store,
    parking: new Parking(storeOf(local)),
    thumbnail: () => '',
    remember: (id) => noted.push(id),
  })
  librarian.leave()
  await bed.until(bed.editor.rename('app', 'First'))
  librarian.leave()
  await bed.until(librarian.flush())
  librarian.leave()
  const { id } = store.getState().current!
  expect(noted).toEqual([null, id, id])
}, 30_000)

describe('a record that cannot be read', () => {
  test.each([
    ['title', { a: 1 }, 'Its title must be a text.'],
    ['thumbnail', null, 'Its picture must be a text.'],
    ['changedAt', 'today', 'Its date must be a number.'],
    ['revision', NaN, 'Its revision must be a number.'],
  ])('is listed as one, with a sentence: %s', async (field, value, sentence) => {
    const one = await page()
    await one.until(one.editor.rename('app', 'First'))
    await one.until(one.librarian.flush())
    const { id } = one.store.getState().current!
    const database = await openDB('breakwater', 1)
    await database.put('designs', { ...(await database.get('designs', id)), [field]: value })
    expect(await one.shelf.list()).toMatchObject([{ id, unreadable: sentence }])
    expect(await one.shelf.duplicate(id)).toMatchObject({ ok: false, why: 'damaged' })
    expect(await one.shelf.remove(id)).toMatchObject({ ok: true })
    expect(await one.shelf.list()).toEqual([])
  })
})
