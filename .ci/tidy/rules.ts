import { importsOf, type Source } from './sources.ts'

/** What breaks a rule, as a sentence that names the place. */
export type Offence = string

const ENGINE_LAYERS: Record<string, readonly string[]> = {
  lib: [],
  algorithms: ['lib'],
  kernel: ['lib'],
  workload: ['lib', 'algorithms'],
  measure: ['lib'],
  schema: ['lib'],
  network: ['lib', 'kernel'],
  faults: ['lib', 'kernel', 'network', 'schema'],
  services: ['lib', 'algorithms', 'kernel', 'network', 'faults', 'workload', 'measure', 'schema'],
  checks: ['lib', 'algorithms', 'measure', 'schema'],
  run: [
    'lib',
    'algorithms',
    'kernel',
    'network',
    'faults',
    'workload',
    'measure',
    'schema',
    'services',
    'checks',
  ],
  designs: ['lib', 'schema', 'services'],
  cli: ['lib', 'algorithms', 'workload', 'measure', 'schema', 'services', 'checks', 'run', 'designs'],
  bench: [
    'lib',
    'algorithms',
    'kernel',
    'network',
    'workload',
    'measure',
    'schema',
    'services',
    'checks',
    'run',
    'designs',
  ],
}

/** Imports go downward only. */
export function layerOffences(source: Source): Offence[] {
  const [top, layer] = source.path.split('/')
  return importsOf(source).flatMap((target) => {
    const [targetTop, targetLayer] = target.split('/')
    if (top === 'engine') {
      if (targetTop !== 'engine')
        return [`${source.path} imports ${target}: the engine knows nothing above it`]
      const allowed = ENGINE_LAYERS[layer]
      const fine = layer === targetLayer || allowed === undefined || allowed.includes(targetLayer)
      return fine
        ? []
        : [`${source.path} imports ${target}: ${layer} may import ${allowed.join(', ') || 'nothing of ours'}`]
    }
    if (top === 'workers' && targetTop === 'app')
      return [`${source.path} imports ${target}: workers know nothing of the page`]
    return []
  })
}

/** Files that have outgrown the budget; the ratchet in sizes.json names the exceptions and may only shrink. */
export function sizeOffences(source: Source, limits: { lines: number }): Offence[] {
  const lines = source.text.split('\n').length - 1
  return lines <= limits.lines
    ? []
    : [`${source.path} has ${lines} lines; split it (at most ${limits.lines})`]
}

const HEADER_WORDS = ['Paper:', 'Compare:', 'Cost:', 'Invariant:']

/** Every public algorithm class says where it comes from and what it promises. */
export function headerOffences(source: Source): Offence[] {
  if (!source.path.startsWith('engine/algorithms/')) return []
  const isAlgorithm = /^export class /m.test(source.code) && source.text.includes('Paper:')
  const missing = HEADER_WORDS.filter((word) => !source.text.includes(word))
  return isAlgorithm && missing.length > 0
    ? [`${source.path} says no ${missing.join(' ')} in its header`]
    : []
}

/** Files that nothing reaches. `entries` are where programs begin and what catalogues list. */
export function deadOffences(sources: readonly Source[], isEntry: (path: string) => boolean): Offence[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const visit = (path: string): void => {
    const source = byPath.get(path)
    if (source === undefined || reached.has(path)) return
    reached.add(path)
    for (const target of importsOf(source)) visit(target)
  }
  for (const { path } of sources) if (isEntry(path)) visit(path)
  return sources
    .filter(({ path }) => !reached.has(path))
    .map(({ path }) => `${path} is reached from nowhere; delete it or use it`)
}
