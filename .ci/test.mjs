// npm test: format, lint, types, unit and property tests, the page's build, end-to-end tests. One line at the end counts all of it.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { ensureDependencies } from './dependencies.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
ensureDependencies()
const { ensureBrowser } = await import('./browser.mjs')
const browser = await ensureBrowser()

const long = process.argv.includes('--long')
const env = { ...process.env, CHROMIUM_PATH: browser, BREAKWATER_LONG: long ? '1' : '', NO_COLOR: '1' }
const REPORTS = 'node_modules/.cache/breakwater/reports'
rmSync(REPORTS, { recursive: true, force: true })

const results = [
  step('format', 'node_modules/oxfmt/bin/oxfmt', ['--check', '.']),
  step('lint', 'node_modules/oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
  step('types of the engine', 'node_modules/typescript/bin/tsc', ['-p', 'engine']),
  step('types of the engine tests', 'node_modules/typescript/bin/tsc', ['-p', 'engine/tsconfig.test.json']),
  step('types of the page', 'node_modules/typescript/bin/tsc', ['-p', '.']),
  suite(
    'unit and property tests',
    'node_modules/vitest/vitest.mjs',
    vitestArguments(),
    `${REPORTS}/unit.json`,
    countVitest,
  ),
  step('build of the page', 'node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn']),
  suite(
    'end to end',
    'node_modules/@playwright/test/cli.js',
    ['test'],
    `${REPORTS}/e2e.json`,
    countPlaywright,
  ),
]

const troubles = results.flatMap(({ said = [] }) => said)
for (const said of troubles.slice(0, 8)) console.log(said)
if (troubles.length > 8) console.log(`…and ${troubles.length - 8} more`)
const sum = (key) => results.reduce((total, result) => total + result[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
process.exit(sum('failed') === 0 ? 0 : 1)

function vitestArguments() {
  return ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${REPORTS}/unit.json`]
}

function step(name, program, args) {
  const started = Date.now()
  const ok = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit', env }).status === 0
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
}

function suite(name, program, args, report, count) {
  const { failed } = step(name, program, args)
  try {
    const counted = count(JSON.parse(readFileSync(report, 'utf8')))
    // A runner that failed without a failing test (nothing ran, a crash) still is a failure.
    return { passed: counted.passed, failed: Math.max(counted.failed, failed), said: counted.said }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const said = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    // A file that could not be loaded fails without a test.
    if (status === 'failed' && failed.length === 0) return inShort(relative(root, name), message)
    return failed.map((test) => inShort(test.fullName, test.failureMessages[0]))
  })
  return { passed: numPassedTests, failed: numFailedTests, said }
}

function countPlaywright({ stats, suites }) {
  const failed = suites.flatMap(specsIn).filter(({ ok }) => !ok)
  const said = failed.map(({ title, tests }) => inShort(title, tests[0].results.at(-1)?.error?.message))
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, said }
}

function specsIn({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsIn)]
}

/** Logs are read from their end: what failed is said once more there, in few lines. */
function inShort(title, message = 'no error was reported') {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return `FAILED ${title}\n  ${lines.slice(0, 5).join('\n  ')}`
}
