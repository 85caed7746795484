import type { Offence } from './rules.ts'
import type { Source } from './sources.ts'

/** All that every engine rounds alike; whatever else is asked of Math, or done with it, is refused. */
const PORTABLE = 'abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|PI'
/** A global of that name is used or taken apart; a member or an argument that is called so is not it. */
const use = (name: string): string =>
  String.raw`(?<![.\w#])${name}\s*(?:\?\.|\.|\[)|=\s*${name}\s*(?:$|[;,)}\]])`

/** The page's own globals are left to linter and compiler, which know a `window` of requests from the browser's. */
const BANNED: readonly { pattern: RegExp; instead: string }[] = [
  { pattern: /\bMath\s*\.\s*random\b/, instead: 'a named random stream' },
  {
    pattern: new RegExp(String.raw`\bMath\b(?!\s*\.\s*(?:random|${PORTABLE})\b)`),
    instead: 'engine/lib/math, which is the same in every engine',
  },
  { pattern: /\*\*/, instead: 'multiplication or pow of engine/lib/math' },
  { pattern: /\bDate\b|\bTemporal\b/, instead: 'the simulated clock' },
  { pattern: new RegExp(use('performance')), instead: 'the simulated clock' },
  {
    pattern:
      /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\brequest(AnimationFrame|IdleCallback)\b/,
    instead: 'ctx.timer',
  },
  {
    pattern: new RegExp(`${use('crypto')}|\\bgetRandomValues\\b|\\brandomUUID\\b`),
    instead: 'a named random stream',
  },
  { pattern: /\btoLocale\w*\b|\blocaleCompare\b|\bIntl\b/, instead: 'code that is the same in every locale' },
  {
    pattern: /(?<![#.\w])(async|await|Promise)\b|\.\s*fromAsync\b|\basyncIterator\b/,
    instead: 'events and processes of the kernel',
  },
  {
    pattern: /\bWeakRef\b|\bFinalizationRegistry\b/,
    instead: 'references that hold: what is collected when differs between runs',
  },
  { pattern: /\bSharedArrayBuffer\b|\bAtomics\b/, instead: 'one thread' },
  {
    // Not each of its members: a process of the kernel may be called so too.
    pattern:
      /(?<![.\w#])process\s*\.\s*(?:hrtime|env|uptime|cpuUsage|memoryUsage|nextTick|pid|argv|platform)\b/,
    instead: 'what the document says: the engine knows no machine',
  },
  { pattern: new RegExp(use('navigator')), instead: 'what the document says: the engine knows no machine' },
  {
    pattern: /\bglobalThis\b|(?<![.\w#])eval\b|(?<![.\w#])Function\s*\(/,
    instead: 'what is wanted by its name',
  },
]

/** A comment that takes a guard of determinism off a line, or all guards. */
const SILENCED =
  /(?:oxlint|eslint)-disable(?:-next-line|-line)?(?=\s*(?:$|--|\*\/)|.*\bno-(?:restricted|eval|new-func))|@ts-(?:ignore|expect-error|nocheck)/

/** What would make two runs of one seed differ. */
export function determinismOffences({ path, code, text }: Source): Offence[] {
  if (!path.startsWith('engine/') || /^engine\/(cli|bench)\//.test(path)) return []
  const written = text.split('\n')
  return code.split('\n').flatMap((line, index) => {
    const place = `${path}:${index + 1} "${written[index].trim()}"`
    const found = BANNED.filter(({ pattern }) => pattern.test(line))
    const offences = found.map(({ instead }) => `${place}: use ${instead}`)
    return SILENCED.test(written[index]) ? [...offences, `${place}: leave the guards on`] : offences
  })
}
