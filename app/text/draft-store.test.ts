import { beforeEach, expect, test, vi } from 'vitest'
import { SERVICES } from '../../engine/services/catalogue.ts'
import { kindShapes } from '../../engine/services/kind-shapes.ts'
import { DOCUMENT } from '../state/session.bed.ts'
import { rememberOpen } from '../storage/left-open.ts'
import { keepForReload, keptOverReload } from './draft-store.ts'

const KINDS = kindShapes(SERVICES)
const DRAFT = { text: '{ half a design', since: DOCUMENT }
const RENAMED = { ...DOCUMENT, nodes: { ...DOCUMENT.nodes, app: { ...DOCUMENT.nodes.app, label: 'Shop' } } }

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('location', { hash: '#rate-limiter' })
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

test('what was typed is there again over the same document, and not over another', () => {
  keepForReload(DRAFT, DOCUMENT)
  expect(keptOverReload(DOCUMENT, KINDS)).toEqual(DRAFT)
  expect(keptOverReload(RENAMED, KINDS)).toBeNull()
})

test('a design of one’s own is the same one whatever was edited since', () => {
  rememberOpen('mine')
  keepForReload(DRAFT, DOCUMENT)
  expect(keptOverReload(RENAMED, KINDS)).toEqual(DRAFT)
  rememberOpen('another')
  expect(keptOverReload(RENAMED, KINDS)).toBeNull()
})

test('what was taken or given up is forgotten, and what is damaged is nothing', () => {
  keepForReload(DRAFT, DOCUMENT)
  keepForReload(null, DOCUMENT)
  expect(keptOverReload(DOCUMENT, KINDS)).toBeNull()
  for (const damaged of ['{', '[]', '{"text":1}', '{"text":"a","since":"{}","over":"b"}']) {
    sessionStorage.setItem('breakwater.text', damaged)
    expect(keptOverReload(DOCUMENT, KINDS)).toBeNull()
  }
})

test('storage that is shut off does no harm', () => {
  vi.stubGlobal('sessionStorage', undefined)
  keepForReload(DRAFT, DOCUMENT)
  expect(keptOverReload(DOCUMENT, KINDS)).toBeNull()
})
