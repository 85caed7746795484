import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { firstNames, namesIn } from './glyph-plugin.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('knows every glyph that a kind or a fault names', () => {
  const names = namesIn(root)
  const unknown = names.filter(
    (name) => !existsSync(`${root}/node_modules/lucide-react/dist/esm/icons/${name}.mjs`),
  )
  expect(unknown).toEqual([])
})

it('has those of the kinds that the welcoming design is made of first, and few others', () => {
  const first = firstNames(root, 'rate-limiter')
  expect(first).toContain('gauge')
  expect(first).not.toContain('bed-double')
  expect(namesIn(root)).toEqual(expect.arrayContaining(first))
})
