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

const BANNED: readonly { pattern: RegExp; instead: string }[] = [
  { pattern: /\bMath\.random\b/, instead: 'a named random stream' },
  {
    pattern:
      /\bMath\.(log|log1p|log2|log10|exp|expm1|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot)\b/,
    instead: 'engine/lib/math, which is the same in every engine',
  },
  { pattern: /[^*]\*\*[^*]/, instead: 'multiplication or pow of engine/lib/math' },
  { pattern: /\bDate\b(?!\w)/, instead: 'the simulated clock' },
  { pattern: /\bperformance\s*\.\s*now\b/, instead: 'the simulated clock' },
  {
    pattern: /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\brequestAnimationFrame\b/,
    instead: 'ctx.timer',
  },
  { pattern: /\bcrypto\s*\.|\bgetRandomValues\b/, instead: 'a named random stream' },
  { pattern: /\btoLocale\w*\b|\blocaleCompare\b|\bIntl\b/, instead: 'code that is the same in every locale' },
  { pattern: /(?<![#.\w])(async|await|Promise)\b/, instead: 'events and processes of the kernel' },
  {
    pattern: /(?<![.\w])(window|document|navigator|self)\s*\.\s*\w+\s*\(/,
    instead: 'nothing: the engine has no page',
  },
]

/** What would make two runs of one seed differ. */
export function determinismOffences(source: Source): Offence[] {
  if (!source.path.startsWith('engine/') || /^engine\/(cli|bench)\//.test(source.path)) return []
  return source.code
    .split('\n')
    .flatMap((line, index) =>
      BANNED.filter(({ pattern }) => pattern.test(line)).map(
        ({ instead }) => `${source.path}:${index + 1} "${line.trim()}": use ${instead}`,
      ),
    )
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
