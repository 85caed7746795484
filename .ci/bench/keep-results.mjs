// Writes BENCHMARKS.md: what was measured last, and on what.
import os from 'node:os'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../../BENCHMARKS.md', import.meta.url))

/** Puts the tables of a run into BENCHMARKS.md, with the machine's description. */
export function keepResults(tables) {
  const cpus = os.cpus()
  const machine = `${cpus.length} × ${cpus[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}, Node ${process.versions.node}`
  const blocks = tables.map((table) => `\`\`\`\n${table}\n\`\`\``)
  writeFileSync(
    file,
    `# Benchmarks

Written by \`npm run bench -- --keep\` on ${new Date().toISOString().slice(0, 10)}; all of one table in one run. Ours and its peers run by turns; figures are
medians. Ratios are ours to theirs: above 1 is faster.

Machine: ${machine}.

${blocks.join('\n\n')}
`,
  )
  console.error('BENCHMARKS.md is written.')
}
