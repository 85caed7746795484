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

/** Packages that a file imports. */
export const packagesOf = ({ text }: Source): string[] =>
  [...text.matchAll(/^(?:import|\}).* from '([@\w][\w@/.-]*)'$/gm)].map((match) => match[1])

/** Comments, strings and regular expressions, which begin where no operand can have ended. */
const WORDS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=(?:^|[=(,:[!&|?{};]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//y
/** The text of a template from where it begins, or from the end of an expression in it, to the next expression or its end. */
const TEMPLATE = /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y
const PLAIN = /[^'"`/{}]+/y

/** Blanks comments and the insides of strings, so that words in prose offend nobody; what templates put in stays. */
export function codeOf(text: string): string {
  const pieces: string[] = []
  const braces: number[] = [] // of each template that is open, how many braces are open in its expression
  for (let at = 0; at < text.length;) {
    const inTemplate = text[at] === '`' || (text[at] === '}' && braces.at(-1) === 0)
    const words = matchAt(inTemplate ? TEMPLATE : WORDS, text, at)
    if (inTemplate && text[at] === '}') braces.pop()
    if (inTemplate && words.endsWith('${')) braces.push(0)
    if (words === '' && text[at] === '{' && braces.length > 0) braces[braces.length - 1]++
    if (words === '' && text[at] === '}' && braces.length > 0) braces[braces.length - 1]--
    const piece = words === '' ? matchAt(PLAIN, text, at) || text[at] : words
    pieces.push(words === '' ? piece : piece.replace(/[^\n]/g, ' '))
    at += piece.length
  }
  return pieces.join('')
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

/** Tests, what they stand on (beds, oracles), and benchmarks do not run in the product. */
export const isProduct = ({ path }: Source): boolean =>
  !/\.(test|bench|bed|plant)\.tsx?$/.test(path) && !path.includes('/oracle/') && !path.startsWith('e2e/')
