import type { Design } from '../schema/design.ts'
import type { RunSummary } from '../run/summarize.ts'

/** The summary for people, one fact a line. */
export function printSummary(
  design: Design,
  seed: number,
  seconds: number,
  wallMs: number,
  summary: RunSummary,
): void {
  const { requests, latencyMs, events, digest } = summary
  const perSecond = Math.round((events / Math.max(1, wallMs)) * 1000)
  console.log(
    `${design.title}, seed ${seed}, ${seconds} s simulated in ${wallMs} ms (${events} events, ${perSecond} events/s)`,
  )
  console.log(`digest ${digest}`)
  console.log(
    `requests: ${requests.offered} offered, ${requests.completed} completed, ${requests.failed} failed, ${requests.goodput} in time`,
  )
  const latencies = Object.entries(latencyMs).map(([name, value]) => `${name} ${value.toFixed(2)}`)
  console.log(`latency (ms): ${latencies.join(', ')}`)
  for (const [code, count] of Object.entries(summary.failures)) console.log(`  ${code}: ${count} requests`)
  for (const [id, node] of Object.entries(summary.nodes)) {
    const busy = `${(node.utilization * 100).toFixed(1)} % busy`
    console.log(
      `  ${id} (${node.kind}): ${busy}, queue ${node.queue.mean.toFixed(2)} mean, ${node.queue.max} max`,
    )
  }
  for (const slo of summary.slos) console.log(`${slo.met ? 'met     ' : 'NOT MET '} ${slo.says}`)
  for (const check of summary.checks) {
    console.log(
      `${check.verdict.padEnd(8)} ${check.name}: ${check.title} (evaluated ${check.evaluated} times)`,
    )
    if (check.firstViolation === null) continue
    console.log(`         ${check.violations} violations; the first: ${check.firstViolation.says}`)
    for (const operation of check.firstViolation.operations) console.log(`           ${operation}`)
  }
}
