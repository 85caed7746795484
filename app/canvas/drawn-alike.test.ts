import { expect, it } from 'vitest'
import { applyEdits } from '../../engine/schema/edit/apply-edits.ts'
import type { GraphEdit } from '../../engine/schema/edit/graph-edit.ts'
import { sessionBed } from '../state/session.bed.ts'
import { drawnAlike } from './drawn-alike.ts'

const { session } = await sessionBed()
const opened = session.store.getState().opened!
const alikeAfter = (edit: GraphEdit) =>
  drawnAlike(opened, { ...opened, document: applyEdits(opened.document, [edit]) })

it('a graph looks the same when a parameter or an objective has another value', () => {
  expect(alikeAfter({ edit: 'set-param', node: 'app', param: 'workers', value: 3 })).toBe(true)
  expect(alikeAfter({ edit: 'set-objective', name: 'up', slo: { of: 'users', availability: 0.9 } })).toBe(
    true,
  )
})

it('and otherwise when anything is elsewhere, called otherwise, new or gone', () => {
  const node = { kind: 'service', label: 'App', at: [3, 0] as [number, number], params: {} }
  const edits: GraphEdit[] = [
    { edit: 'move', node: 'app', to: [2, 1] },
    { edit: 'rename', node: 'app', label: 'Workhorse' },
    { edit: 'set-region', node: 'app', region: 'eu-west' },
    { edit: 'add-node', id: 'other', node },
    { edit: 'disconnect', id: 'users>balancer' },
    { edit: 'retitle', title: 'Others in a row' },
    { edit: 'set-scale', requestsPerSimulated: 10 },
  ]
  for (const edit of edits) expect(alikeAfter(edit), edit.edit).toBe(false)
  expect(drawnAlike(opened, { ...opened, run: opened.run + 1 })).toBe(false)
  expect(drawnAlike(opened, { ...opened, lanes: [...opened.lanes] })).toBe(false)
})
