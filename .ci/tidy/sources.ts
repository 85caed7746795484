import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['engine', 'workers', 'app', 'e2e']

/** One TypeScript file of the project. */
export interface Source {
  /** From the project's top, with forward slashes. */
  path: string
  text: string
  /** The text with comments and the insides of strings blanked out, line by line as before. */
  code: string
}

/** All TypeScript files below the folders of the project. */
export function readSources(): Source[] {
  return FOLDERS.flatMap((folder) => filesBelow(join(root, folder)))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => {
      const text = readFileSync(file, 'utf8')
      return { path: relative(root, file).split('\\').join('/'), text, code: codeOf(text) }
    })
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name)
    return item.isDirectory() ? filesBelow(path) : [path]
  })
}

/** Relative imports of a file as paths from the project's top. */
export function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^'?]+)[^']*'/g)].map((match) =>
    join(dirname(path), match[1]).split('\\').join('/'),
  )
}

/** Blanks comments and strings, so that words in prose offend nobody. Template literals keep their expressions' braces only. */
export function codeOf(text: string): string {
  const pattern = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g
  return text.replace(pattern, (piece) => piece.replace(/[^\n]/g, ' '))
}

/** Tests, what they stand on (beds, oracles), and benchmarks do not run in the product. */
export const isProduct = ({ path }: Source): boolean =>
  !/\.(test|bench|bed|plant)\.tsx?$/.test(path) && !path.includes('/oracle/') && !path.startsWith('e2e/')
