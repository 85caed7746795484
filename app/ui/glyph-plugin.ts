import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const ID = 'virtual:glyphs'
const RESOLVED = `\0${ID}`
/** Folders whose files declare `icon: 'name'`. */
const PLACES = ['engine/services', 'engine/faults']

/** Collects the glyphs that kinds and faults name, so that a new kind needs no list to be edited and no unused glyph is shipped. */
export function glyphPlugin(root: string): Plugin {
  return {
    name: 'glyphs',
    resolveId: (id) => (id === ID ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? moduleOf(namesIn(root), root) : null),
    handleHotUpdate({ file, server }) {
      const found = PLACES.some((place) => file.includes(place)) && server.moduleGraph.getModuleById(RESOLVED)
      if (found) server.moduleGraph.invalidateModule(found)
    },
  }
}

/** Names in declaration order of the files; a name that the icon set does not have is left out. */
export function namesIn(root: string): string[] {
  const names = new Set<string>()
  for (const place of PLACES) {
    for (const file of readdirSync(join(root, place), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
      const text = readFileSync(join(root, place, file), 'utf8')
      for (const [, name] of text.matchAll(/\bicon: '([a-z0-9-]+)'/g)) names.add(name)
    }
  }
  return [...names]
}

function moduleOf(names: string[], root: string): string {
  const known = names.filter((name) =>
    existsSync(join(root, `node_modules/lucide-react/dist/esm/icons/${name}.mjs`)),
  )
  const imports = known.map((name, i) => `import g${i} from 'lucide-react/icons/${name}'`)
  return `${imports.join('\n')}\nexport const GLYPHS = { ${known.map((name, i) => `'${name}': g${i}`).join(', ')} }\n`
}
