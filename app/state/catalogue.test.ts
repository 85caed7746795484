import { expect, test } from 'vitest'
import { catalogueStore } from './catalogue.ts'
import { sessionBed } from './session.bed.ts'

test('an edit that brings in no kind leaves what is known of kinds as it is: every card looks there', async () => {
  const { editor, until } = await sessionBed()
  const { kinds } = catalogueStore.getState()
  await until(editor.set(['app'], 'workers', 3))
  expect(catalogueStore.getState().kinds).toBe(kinds)
})
