import { expect, test } from 'vitest'
import { applyEdits } from '../../engine/schema/edit/apply-edits.ts'
import { removeNodes } from '../../engine/schema/edit/remove-nodes.ts'
import { DOCUMENT } from '../state/session.bed.ts'
import { neighbourOf } from './graph-focus.ts'

const without = (...ids: string[]) => applyEdits(DOCUMENT, removeNodes(DOCUMENT, ids))

test.each([
  ['who asked it', 'balancer', without('balancer'), 'users'],
  ['whom it asked', 'users', without('users'), 'balancer'],
  ['whom it asked when who asked it is gone too', 'balancer', without('users', 'balancer'), 'app'],
  ['whoever is nearest', 'app', without('balancer', 'app'), 'users'],
  ['nobody, when nobody is left', 'app', without('users', 'balancer', 'app'), null],
])('the place of a node that is gone takes %s', (_who, gone, now, next) => {
  expect(neighbourOf(gone, DOCUMENT, now)).toBe(next)
})
