import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { determinismOffences } from './determinism-offences.ts'
import { LOOK_ALIKES, PLANTS, type Guard } from './plants.ts'
import { codeOf, isProduct, packagesOf, readSources } from './sources.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = (file: string) => join(root, 'node_modules', file)

/** What a guard must say of an offence: that a line is reported for anything else, such as an unused name, proves nothing. */
const LINT = /no-restricted-globals|no-restricted-properties|no-eval|no-new-func/
const TYPES = /Cannot find (name|module)/

interface OxlintConfiguration {
  overrides: {
    files: string[]
    rules: Record<string, { name?: string; object?: string; property?: string }[]>
  }[]
}

const tidySays = (text: string) =>
  determinismOffences({ path: 'engine/kernel/planted.ts', text, code: codeOf(text) })

/** A project of nothing but offences, one a file, and look-alikes, under the project's own settings. */
class PlantedProject {
  readonly #folder = mkdtempSync(join(tmpdir(), 'breakwater-plants-'))

  constructor() {
    mkdirSync(join(this.#folder, 'engine'))
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'), 'junction')
    copyFileSync(join(root, '.oxlintrc.json'), join(this.#folder, '.oxlintrc.json'))
    PLANTS.forEach(({ offence }, i) => this.#write(`plant-${i}.ts`, `${offence}\nexport {}\n`))
    this.#write('innocent.ts', `${LOOK_ALIKES.join('\n')}\n`)
    // What a package brings into sight is in sight of the whole engine.
    this.#write(
      'packages.ts',
      enginePackages()
        .map((name) => `import '${name}'\n`)
        .join(''),
    )
    this.#write(
      'tsconfig.json',
      JSON.stringify({ extends: join(root, 'engine/tsconfig.json'), include: ['.'], exclude: [] }),
    )
  }

  /** What the linter says, by file. */
  lint(): Map<string, string> {
    const oxlint = program('oxlint/bin/oxlint')
    return this.#said([oxlint, '--format', 'unix', 'engine'], /^engine\/([\w.-]+):(\d+:.*)$/gm)
  }

  /** What the compiler says, by file. */
  types(): Map<string, string> {
    const tsc = program('typescript/bin/tsc')
    return this.#said([tsc, '-p', 'engine', '--pretty', 'false'], /^engine\/([\w.-]+)\((.*)$/gm)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#folder, 'engine', name), text)
  }

  #said(args: string[], line: RegExp): Map<string, string> {
    const { stdout } = spawnSync(process.execPath, args, { cwd: this.#folder, encoding: 'utf8' })
    const said = new Map<string, string>()
    for (const [, file, words] of stdout.matchAll(line)) said.set(file, `${said.get(file) ?? ''}${words}\n`)
    return said
  }
}

const enginePackages = (): string[] => {
  const engine = readSources().filter(
    (source) => isProduct(source) && /^engine\/(?!cli|bench)/.test(source.path),
  )
  return [...new Set(engine.flatMap(packagesOf))]
}

let lint: Map<string, string>
let types: Map<string, string>
beforeAll(() => {
  const project = new PlantedProject()
  lint = project.lint()
  types = project.types()
  return () => project.remove()
})

/** Whether a guard sees the offence of that number. */
const SEES: Record<Guard, (i: number) => boolean> = {
  tidy: (i) => tidySays(PLANTS[i].offence).length > 0,
  lint: (i) => LINT.test(lint.get(`plant-${i}.ts`) ?? ''),
  types: (i) => TYPES.test(types.get(`plant-${i}.ts`) ?? ''),
}

describe('what would make two runs differ is refused', () => {
  test.each(PLANTS.map(({ offence, guards }, i) => ({ offence, guards, i })))(
    '$offence: by $guards',
    ({ guards, i }) => {
      expect(guards.filter((guard) => !SEES[guard](i))).toEqual([])
      expect(guards).not.toEqual([])
    },
  )
})

describe('nothing is refused that was never planted', () => {
  const configured = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as OxlintConfiguration
  const { rules } = configured.overrides.find(({ files }) => files.includes('engine/**/*.ts'))!
  const restricted = [...rules['no-restricted-globals'], ...rules['no-restricted-properties']]
  const names = restricted.flatMap(({ name, object, property }) => name ?? property ?? object ?? [])
  const planted = PLANTS.filter(({ guards }) => guards.includes('lint')).map(({ offence }) => offence)

  test.each(names)('%s', (name) => {
    expect(planted.filter((offence) => offence.match(/\w+/g)?.includes(name))).not.toEqual([])
  })
})

describe('what only looks like it is not', () => {
  test.each(LOOK_ALIKES)('%s', (line) => {
    expect(tidySays(line)).toEqual([])
  })
  test('the linter and the compiler say nothing of any', () => {
    expect(lint.get('innocent.ts')).toBeUndefined()
    expect(types.get('innocent.ts')).toBeUndefined()
    expect(types.get('packages.ts')).toBeUndefined()
  })
})
