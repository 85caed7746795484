import { toMs } from '../lib/units.ts'
import type { Document } from '../schema/document.ts'
import type { RunRecorder } from './run-recorder.ts'

export interface SloVerdict {
  name: string
  met: boolean
  /** Milliseconds for a latency objective, a share for an availability objective; null when nothing was measured. */
  value: number | null
  says: string
}

/** Holds what clients saw against what was promised. Nothing measured is not met. */
export function judgeSlos(document: Document, recorder: RunRecorder): SloVerdict[] {
  return Object.entries(document.slos).map(([name, slo]) => {
    const seen = recorder.seen.get(slo.of)
    if ('availability' in slo) {
      const share = seen === undefined || seen.ended === 0 ? null : seen.goodput / seen.ended
      const promised = `${slo.of}: at least ${percent(slo.availability)} answered well within the deadline`
      return {
        name,
        met: share !== null && share >= slo.availability,
        value: share,
        says: `${promised} (${share === null ? 'nothing measured' : percent(share)})`,
      }
    }
    const measured = seen !== undefined && seen.latency.count > 0
    const value = measured ? toMs(seen.latency.quantile(slo.quantile)) : null
    const promised = `${slo.of}: p${slo.quantile * 100} latency below ${slo.belowMs} ms`
    return {
      name,
      met: value !== null && value < slo.belowMs,
      value,
      says: `${promised} (${value === null ? 'nothing measured' : `${value.toFixed(1)} ms`})`,
    }
  })
}

const percent = (share: number) => `${Math.round(share * 1e6) / 1e4} %`
