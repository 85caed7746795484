import type { RunSummary } from '../run/summarize.ts'
import { scenarioOf, simulate } from '../run/simulate.ts'
import type { Design, Scenario } from '../schema/design.ts'
import type { SavedDesign } from '../schema/saved/saved-design.ts'
import { InputError } from '../schema/input-error.ts'
import { parse, wholeNumber } from './arguments.ts'
import { findDesign } from './find-design.ts'
import { printSummary } from './print-summary.ts'

const DEFAULT_SECONDS = 60

/** Runs a design headless and prints what it came to. Exit 1 when an objective or an invariant is not as it should be. */
export function run(args: string[]): number {
  const { values, positionals } = parse(args, {
    scenario: { type: 'string' },
    seed: { type: 'string' },
    until: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  })
  if (positionals.length !== 1)
    throw new InputError('run takes one design: a slug or a file that ends in .json.')
  const { design, saved } = findDesign(positionals[0])
  const scenario = values.scenario === undefined ? undefined : scenarioOf(design, values.scenario)
  const seconds =
    values.until === undefined
      ? (scenario?.seconds ?? reached(saved) ?? DEFAULT_SECONDS)
      : secondsOf(values.until)
  const seed = wholeNumber('--seed', values.seed ?? String(saved?.seed ?? 1), 0, Number.MAX_SAFE_INTEGER)
  const started = performance.now()
  const { summary } = simulate(design, {
    seed,
    seconds,
    scenario,
    log: saved?.log,
    set: values.set.map((text) => parseSetting(design, text)),
  })
  const wallMs = Math.round(performance.now() - started)
  if (values.json) console.log(JSON.stringify(toContract(design, seed, seconds, wallMs, summary), null, 2))
  else printSummary(design, seed, seconds, wallMs, summary)
  return verdict(summary, scenario)
}

/** The instant that a saved run had reached, in seconds; undefined for a design that was never run. */
const reached = (saved: SavedDesign | null): number | undefined =>
  saved === null || (saved.digest === null && saved.atNanos === 0) ? undefined : saved.atNanos / 1e9

function secondsOf(text: string): number {
  const seconds = Number(text)
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds > 0 && seconds <= 1e6) return seconds
  throw new InputError(`--until must be a number of seconds from above 0 to 1,000,000, not "${text}".`)
}

/** `node.param=value`; the value becomes what the parameter declares. */
function parseSetting(design: Design, text: string) {
  const match = /^([^.=]+)\.([^.=]+)=(.*)$/.exec(text)
  if (match === null) throw new InputError(`--set takes node.param=value, not "${text}".`)
  const [, node, param, raw] = match
  if (design.document.nodes[node] === undefined) {
    throw new InputError(
      `--set ${text}: there is no node "${node}"; the nodes are ${Object.keys(design.document.nodes).join(', ')}.`,
    )
  }
  const asNumber = raw.trim() === '' ? NaN : Number(raw)
  const value = raw === 'true' ? true : raw === 'false' ? false : Number.isNaN(asNumber) ? raw : asNumber
  return { node, param, value }
}

function toContract(design: Design, seed: number, until: number, wallMs: number, summary: RunSummary) {
  const { events, digest, requests, failures, latencyMs, nodes, slos } = summary
  const checks = summary.checks.map(({ name, verdict, evaluated, violations, firstViolation }) => {
    return { name, verdict, evaluated, violations, firstViolation }
  })
  return {
    design: design.slug,
    seed,
    until,
    events,
    wallMs,
    digest,
    requests,
    failures,
    latencyMs,
    nodes,
    slos,
    checks,
  }
}

/** A scenario says itself what it breaks; a plain run should meet and hold everything. */
function verdict(summary: RunSummary, scenario: Scenario | undefined): number {
  const breaks = new Set(scenario?.breaks)
  const violates = new Set(scenario?.violates)
  const meets = scenario?.meets ?? (scenario === undefined ? summary.slos.map(({ name }) => name) : [])
  const slosFine = summary.slos.every(({ name, met }) =>
    breaks.has(name) ? !met : met || !meets.includes(name),
  )
  const checksFine = summary.checks.every(
    ({ name, verdict: found }) => (found === 'violated') === violates.has(name),
  )
  return slosFine && checksFine ? 0 : 1
}
