import { test } from 'vitest'
import { simulate } from '../../run/simulate.ts'
import { DESIGNS } from '../catalogue.ts'
const design = DESIGNS.get('message-broker')!.design!
const SEEDS = Number(process.env.SEEDS ?? 2)
test('probe', { timeout: 600000 }, () => {
  for (const [name, scenario] of Object.entries(design.scenarios)) {
    if (process.env.ONLY !== undefined && !new RegExp(process.env.ONLY).test(name)) continue
    for (let seed = 1; seed <= SEEDS; seed++) {
      const t = process.cpuUsage()
      const { summary } = simulate(design, { seed, seconds: scenario.seconds, scenario })
      const cpu = process.cpuUsage(t).user / 1000
      const bad: string[] = []
      const slos = Object.fromEntries(summary.slos.map((s) => [s.name, s]))
      const checks = Object.fromEntries(summary.checks.map((c) => [c.name, c]))
      for (const n of scenario.meets ?? []) if (!slos[n].met) bad.push(`meets ${n}: ${slos[n].says}`)
      for (const n of scenario.breaks ?? []) if (slos[n].met) bad.push(`breaks ${n}: ${slos[n].says}`)
      for (const n of scenario.holds ?? [])
        if (checks[n].verdict !== 'holds')
          bad.push(
            `holds ${n}: ${checks[n].verdict} ${checks[n].firstViolation?.says} @${(checks[n].firstViolation?.atNanos ?? 0) / 1e9} ${checks[n].firstViolation?.operations.join(' | ')}`,
          )
      for (const n of scenario.violates ?? [])
        if (checks[n].verdict !== 'violated') bad.push(`violates ${n}: ${checks[n].verdict}`)
      console.log(
        `${bad.length ? 'BAD ' : 'ok  '} ${name} #${seed} cpu ${cpu.toFixed(0)}ms ev ${summary.events} avail ${(summary.requests.completed / summary.requests.offered).toFixed(3)} ${bad.join('\n      ')}`,
      )
    }
  }
})
