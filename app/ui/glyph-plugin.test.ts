import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { namesIn } from './glyph-plugin.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('knows every glyph that a kind or a fault names', () => {
  const names = namesIn(root)
  const unknown = names.filter(
    (name) => !existsSync(`${root}/node_modules/lucide-react/dist/esm/icons/${name}.mjs`),
  )
  expect(unknown).toEqual([])
})
