import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { withoutUnused } from './unused-flow-css-plugin.ts'

const path = createRequire(import.meta.url).resolve('@xyflow/react/dist/base.css')

test('only what nothing draws is left out of React Flow’s style sheet', () => {
  const whole = readFileSync(path, 'utf8')
  const css = withoutUnused(whole)
  expect(css).not.toMatch(/minimap[^-]|__controls|resize-control/)
  for (const part of ['node', 'edge-path', 'handle', 'pane', 'viewport', 'selection', 'attribution'])
    expect(css).toContain(`.react-flow__${part}`)
  expect(css).toContain('@keyframes')
  expect(css.split('{').length).toBe(css.split('}').length)
  expect(css.length).toBeLessThan(0.85 * whole.length)
})

test('a rule stays with the selectors that are used, and comments go', () => {
  expect(
    withoutUnused('/* a */ .a, .react-flow__minimap { b: c } .react-flow__controls { d: e }').trim(),
  ).toBe('.a{ b: c }')
})
