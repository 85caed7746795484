// Keeps what was measured last in BENCHMARKS.md, each table with its day and its machine.
import os from 'node:os'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../../BENCHMARKS.md', import.meta.url))
const SECTION = /^(Measured [^\n]+)\n\n```\n([\s\S]*?)\n```/gm

/** Puts the tables of a run into BENCHMARKS.md, in the place of the ones before them; tables of other suites, and what people wrote below, stay. */
export function keepResults(tables) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const before = sectionsOf(text)
  const written = text.match(/\n## [\s\S]*$/)?.[0] ?? ''
  const kept = new Map(before.map((section) => [kindOf(section.table), section]))
  for (const table of tables) kept.set(kindOf(table), { measured: measuredNow(), table })
  const blocks = [...kept.values()].map(({ measured, table }) => `${measured}\n\n\`\`\`\n${table}\n\`\`\``)
  writeFileSync(
    file,
    `# Benchmarks

Written by \`npm run bench -- --keep\`; all of one table in one run. Ours and its peers run by turns; figures are medians. Ratios are
ours to theirs: above 1 is faster.

${blocks.join('\n\n')}
${written}`,
  )
  console.error('BENCHMARKS.md is written.')
}

const sectionsOf = (text) => [...text.matchAll(SECTION)].map(([, measured, table]) => ({ measured, table }))

/** Tables of one kind begin with the same word, or, where that is `suite`, their rows do. */
function kindOf(table) {
  const [head, row] = table.split('\n').map((line) => line.split(/\s/, 1)[0])
  return head === 'suite' ? row : head
}

function measuredNow() {
  const cpus = os.cpus()
  const machine = `${cpus.length} × ${cpus[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}, Node ${process.versions.node}`
  return `Measured on ${new Date().toISOString().slice(0, 10)} on ${machine}:`
}
