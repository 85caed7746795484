import type { KindSite } from '../faults/define-fault.ts'
import type { MessageName } from '../schema/protocols.ts'
import type { AnyService } from './define-service.ts'
import { receivesAnything } from './receives-anything.ts'

/** All of a kind that is not code: what a page needs to show it, without the code that runs it. Plain data. */
export interface KindDescription extends Pick<
  AnyService,
  | 'kind'
  | 'title'
  | 'summary'
  | 'group'
  | 'icon'
  | 'understands'
  | 'ports'
  | 'params'
  | 'metrics'
  | 'headline'
  | 'calibration'
> {
  hears: readonly MessageName[]
  site: KindSite
  /** Whether anything can be sent to it. */
  receives: boolean
}

/** What faults may know of a node by its kind, to say whether they apply to it. */
export const kindSite = ({ params, on, stations }: AnyService): KindSite => ({
  declared: params,
  controls: Object.keys(on?.control ?? {}),
  stations: Object.keys(stations),
})

export function describeKind(spec: AnyService): KindDescription {
  const {
    kind,
    title,
    summary,
    group,
    icon,
    understands,
    hears = [],
    ports,
    params,
    metrics,
    headline,
    calibration,
  } = spec
  const site = kindSite(spec)
  const receives = receivesAnything(spec)
  return {
    kind,
    title,
    summary,
    group,
    icon,
    understands,
    hears,
    ports,
    params,
    metrics,
    headline,
    calibration,
    site,
    receives,
  }
}
