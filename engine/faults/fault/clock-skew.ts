import { ms } from '../../lib/units.ts'
import { number } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'clock-skew',
  title: 'Clock skew',
  doc: 'The node’s clock jumps and then runs fast or slow. Nothing else changes, and the node does not know. Set back, it stands still until time has caught up.',
  icon: 'clock-alert',
  targets: ['node', 'region'],
  params: {
    offsetMs: number({
      title: 'Jump',
      doc: 'How far the clock is set forward, or back below zero.',
      default: 500,
      min: -3_600_000,
      max: 3_600_000,
      unit: 'ms',
    }),
    driftPpm: number({
      title: 'Drift',
      doc: 'How much faster it runs, or slower below zero; quartz is within 100.',
      default: 0,
      min: -100_000,
      max: 100_000,
      unit: 'ppm',
    }),
  },
  lasts: true,
  inject({ nodes, now }, { offsetMs, driftPpm }) {
    const undos = nodes.map(({ node }) => ({ node, undo: node.clock.skew(now, ms(offsetMs), driftPpm) }))
    return () => {
      for (const { node, undo } of undos) undo(node.kernel.now)
    }
  },
})
