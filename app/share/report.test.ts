import { expect, test } from 'vitest'
import { InputError } from '../../engine/schema/input-error.ts'
import { sessionBed } from '../state/session.bed.ts'
import { Exporting } from './exporting.ts'
import { Sharing } from './sharing.ts'

test('a report is one file with verdicts, charts and the link, and has what people wrote as text', async () => {
  const { session, editor, until } = await sessionBed('rate-limiter')
  const exporting = new Exporting(session, new Sharing(session))
  const [node] = Object.keys(editor.document.nodes)
  await until(editor.rename(node, '<img src=x onerror="alert(1)">'))
  await until(editor.add({ kind: 'service', at: [8, 8] }))
  await until(session.runTo(0.5e9))
  const html = await until(exporting.report('https://example.org/play/#old'))
  expect(html).toContain('href="https://example.org/play/#run=')
  expect(html).toContain('0.5 simulated seconds')
  expect(html).toContain('Added Service')
  for (const { title } of session.store.getState().status[0]!.checks) expect(html).toContain(title)
  expect(html.match(/<svg/g)!.length).toBe(3)
  expect(html).not.toContain('<img')
  expect(html).not.toContain('<script')
  expect(html).not.toMatch(/(src|href)="(?!https:\/\/example\.org|#)/)
  expect(html).toContain('&lt;img src=x')
}, 20_000)

test('a link that is none of the web does not stand in it', { timeout: 20_000 }, async () => {
  const { session, until } = await sessionBed()
  const exporting = new Exporting(session, new Sharing(session))
  await until(session.runTo(0.2e9))
  expect(await until(exporting.report('javascript:alert(1)'))).toContain('href="#"')
})

test('a run too long for a link is reported all the same, and says so', { timeout: 20_000 }, async () => {
  const { session, until } = await sessionBed()
  const sharing = new Sharing(session)
  sharing.link = () => Promise.reject(new InputError('This is too much for a link; export it as a file.'))
  await until(session.runTo(0.2e9))
  const html = await until(new Exporting(session, sharing).report('https://example.org/'))
  expect(html).toContain('There is no link to do it again. This is too much for a link')
  expect(html).not.toContain('href=')
})
