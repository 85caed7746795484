import { ms } from '../../lib/units.ts'
import { number } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'delay',
  title: 'Extra delay',
  doc: 'Every message takes longer: congestion, a detour through another continent.',
  icon: 'hourglass',
  targets: ['node', 'edge', 'region', 'between'],
  params: {
    extraMs: number({
      title: 'Extra delay',
      doc: 'Added to each way.',
      default: 100,
      max: 60_000,
      unit: 'ms',
      scale: 'log',
    }),
  },
  lasts: true,
  inject({ links }, { extraMs }) {
    const extra = ms(extraMs)
    for (const link of links) link.extraDelayNanos += extra
    return () => {
      for (const link of links) link.extraDelayNanos -= extra
    }
  },
})
