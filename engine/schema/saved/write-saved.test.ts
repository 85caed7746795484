import { describe, expect, test } from 'vitest'
import { everything } from '../../run/documents.bed.ts'
import type { Command } from '../document.ts'
import { LIMITS } from './limits.ts'
import { linkOf } from './link.ts'
import { parseSaved } from './parse-saved.ts'
import type { SavedDesign } from './saved-design.ts'
import { textOfSaved } from './write-saved.ts'

const saved = (change: Partial<SavedDesign> = {}): SavedDesign => ({
  format: 'breakwater',
  version: 2,
  basedOn: null,
  document: everything(),
  edits: [],
  seed: 3,
  log: [],
  atNanos: 2e9,
  digest: '0123456789abcdef',
  arrangement: [],
  ...change,
})
const edits = (count: number) =>
  Array.from({ length: count }, (_, i): Command => {
    const edit = { edit: 'set-param' as const, node: 'app1', param: 'workers', value: i }
    return { atNanos: i, action: { do: 'edit', edits: [edit] } }
  })

describe('a run that is written', () => {
  test('can be read again', () => {
    const log = edits(LIMITS.edits)
    expect(parseSaved(textOfSaved(saved({ log }), 2)).log).toHaveLength(LIMITS.edits)
  })
  test('is refused at once when opening it would be, with what to do', () => {
    const log = edits(LIMITS.edits + 1)
    for (const write of [textOfSaved, linkOf]) {
      expect(() => write(saved({ log }))).toThrow(
        'More was done in this run than a link or a file can carry; restart the run',
      )
    }
  })
  test('does without indentation where that makes it too long', () => {
    const log = Array.from({ length: 9_000 }, (_, i): Command => {
      return { atNanos: i, action: { do: 'set', node: 'app1', param: 'workers', value: i } }
    })
    const text = textOfSaved(saved({ log }), 2)
    expect(text).not.toContain('\n')
    expect(parseSaved(text).log).toHaveLength(9_000)
  })
  test('of a design that is too large itself says what is too large', () => {
    const title = 'x'.repeat(501)
    expect(() => textOfSaved(saved({ document: { ...everything(), title }, log: edits(3) }))).toThrow(
      'This could not be opened again. "document.title" must be at most 500 characters.',
    )
  })
})
