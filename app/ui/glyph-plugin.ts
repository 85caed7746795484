import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** What a first visit shows, and the rest, which is fetched when something else is opened or the page has nothing else to do. */
const FIRST = 'virtual:glyphs'
const REST = 'virtual:more-glyphs'
/** Folders whose files declare `icon: 'name'`. */
const KINDS = 'engine/services'
const FAULTS = 'engine/faults'

/** Collects the glyphs that kinds and faults name, so that a new kind needs no list to be edited and no unused glyph is shipped. */
export function glyphPlugin(root: string, welcome: string): Plugin {
  return {
    name: 'glyphs',
    resolveId: (id) => (id === FIRST || id === REST ? `\0${id}` : null),
    load(id) {
      const first = firstNames(root, welcome)
      if (id === `\0${FIRST}`) return moduleOf(first, root)
      if (id !== `\0${REST}`) return null
      return moduleOf(
        namesIn(root).filter((name) => !first.includes(name)),
        root,
      )
    },
    handleHotUpdate({ file, server }) {
      if (![KINDS, FAULTS].some((place) => file.includes(place))) return
      for (const id of [FIRST, REST]) {
        const found = server.moduleGraph.getModuleById(`\0${id}`)
        if (found) server.moduleGraph.invalidateModule(found)
      }
    },
  }
}

/** Glyphs of the kinds that the welcoming design is made of. */
export function firstNames(root: string, welcome: string): string[] {
  const design = readFileSync(join(root, 'engine/designs', welcome, 'design.ts'), 'utf8')
  const kinds = new Set([...design.matchAll(/\bkind: '([a-z-]+)'/g)].map(([, kind]) => kind))
  return [...new Set([...kinds].flatMap((kind) => namesBelow(root, join(KINDS, kind))))]
}

/** All of them, in declaration order of the files. */
export const namesIn = (root: string): string[] => [
  ...new Set([KINDS, FAULTS].flatMap((place) => namesBelow(root, place))),
]

function namesBelow(root: string, place: string): string[] {
  return readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(root, place, file), 'utf8')
      return [...text.matchAll(/\bicon: '([a-z0-9-]+)'/g)].map(([, name]) => name)
    })
}

/** A name that the icon set does not have is left out. */
function moduleOf(names: string[], root: string): string {
  const known = names.filter((name) =>
    existsSync(join(root, `node_modules/lucide-react/dist/esm/icons/${name}.mjs`)),
  )
  const imports = known.map((name, i) => `import g${i} from 'lucide-react/icons/${name}'`)
  return `${imports.join('\n')}\nexport const GLYPHS = { ${known.map((name, i) => `'${name}': g${i}`).join(', ')} }\n`
}
