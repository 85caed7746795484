import { describe, expect, test } from 'vitest'
import { SERVICES } from '../../engine/services/catalogue.ts'
import { kindShapes } from '../../engine/services/kind-shapes.ts'
import { DOCUMENT, sessionBed } from '../state/session.bed.ts'
import { textOf } from './check-text.ts'
import { TextInStep, type Draft, type TextState } from './text-in-step.ts'

async function bench(draft: Draft | null = null) {
  const bed = await sessionBed()
  const page = { text: '' }
  let state: TextState | null = null
  const step = new TextInStep(
    {
      kinds: kindShapes(SERVICES),
      read: () => page.text,
      write: (text) => (page.text = text),
      present: () => bed.editor.document,
      take: (document, since) => bed.editor.replace(document, { quiet: true }, since),
      tell: (said) => (state = said),
    },
    draft,
  )
  const type = (from: string, to: string) => {
    page.text = page.text.replace(from, to)
    return bed.until(step.take())
  }
  return { ...bed, step, page, type, state: () => state! }
}
const WORKERS = '"label": "App",\n      "at": [2, 0],\n      "params": {'

describe('the text', { timeout: 30_000 }, () => {
  test('is what the document is, and the document what is typed', async () => {
    const { editor, history, page, state, type } = await bench()
    expect(page.text).toBe(textOf(DOCUMENT))
    await type('"App"', '"Application"')
    await type('"Balancer"', '"Front"')
    expect(editor.document.nodes.app.label).toBe('Application')
    expect(state()).toMatchObject({ ahead: false, errors: [] })
    expect(history.getState().past).toHaveLength(2)
  })

  test('that is no design stays, and the graph with it, until it is one', async () => {
    const { editor, page, state, step, type, until } = await bench()
    await type(WORKERS, `${WORKERS} "workers": 0 `)
    expect(editor.document).toEqual(DOCUMENT)
    expect(state()).toMatchObject({ ahead: true, behindToo: false })
    expect(state().errors).toHaveLength(1)
    const typed = page.text
    await until(editor.move({ users: [0, 3] }))
    step.follow()
    expect(page.text).toBe(typed)
    expect(state()).toMatchObject({ ahead: true, behindToo: true })
    await type('"workers": 0', '"workers": 7')
    expect(editor.document.nodes.app.params.workers).toBe(7)
    expect(editor.document.nodes.users.at).toEqual([0, 3])
    expect(page.text).toBe(textOf(editor.document))
    expect(state()).toMatchObject({ ahead: false, behindToo: false, errors: [] })
  })

  test('that the run refuses stays, and says where', async () => {
    const { editor, page, session, state, type } = await bench()
    session.commands.act = () => Promise.resolve({ ok: false, message: 'Node "app": not today.' })
    await type(WORKERS, `${WORKERS} "workers": 7 `)
    expect(editor.document).toEqual(DOCUMENT)
    expect(page.text).toContain('"workers": 7')
    expect(state().ahead).toBe(true)
    expect(page.text.slice(state().errors[0].offset)).toMatch(/^"app"/)
  })

  test('follows the graph in the layout in which it was typed, and is given up when that is wanted', async () => {
    const { editor, page, state, step, type, until } = await bench()
    await type('"version": 1,\n', '"version":    1,\n')
    await until(editor.rename('app', 'Workhorse'))
    step.follow()
    expect(page.text).toBe(textOf(editor.document))
    await type('"Workhorse"', 'Workhorse')
    expect(state().ahead).toBe(true)
    step.giveUp()
    expect(page.text).toBe(textOf(editor.document))
    expect(state()).toMatchObject({ ahead: false, errors: [] })
  })

  test('is taken or kept when it goes', async () => {
    const { editor, page, step, until } = await bench()
    const kept: Draft[] = []
    page.text = page.text.replace('"App"', '"Last"')
    await until(step.leave((draft) => kept.push(draft)))
    expect([editor.document.nodes.app.label, kept]).toEqual(['Last', []])
    page.text = '{ "half'
    await until(step.leave((draft) => kept.push(draft)))
    expect(kept).toEqual([{ text: '{ "half', since: editor.document }])
  })

  test('of an earlier time goes on where it was, and gives way to another design', async () => {
    const since = { ...DOCUMENT, title: 'Before' }
    const { page, state, step } = await bench({ text: '{ "version": 1', since })
    expect(page.text).toBe('{ "version": 1')
    expect(state()).toMatchObject({ ahead: true, behindToo: true })
    step.follow(true)
    expect(page.text).toBe(textOf(DOCUMENT))
  })
})
