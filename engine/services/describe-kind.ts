import type { KindSite } from '../faults/define-fault.ts'
import type { AnyService } from './define-service.ts'
import { receivesRequests } from './receives-requests.ts'

/** All of a kind that is not code: what a page needs to show it, without the code that runs it. Plain data. */
export interface KindDescription extends Pick<
  AnyService,
  | 'kind'
  | 'title'
  | 'summary'
  | 'group'
  | 'icon'
  | 'ports'
  | 'params'
  | 'metrics'
  | 'headline'
  | 'calibration'
> {
  site: KindSite
  /** Whether requests can be sent to it. */
  receives: boolean
}

/** What faults may know of a node by its kind, to say whether they apply to it. */
export const kindSite = ({ params, on, stations }: AnyService): KindSite => ({
  declared: params,
  controls: Object.keys(on?.control ?? {}),
  stations: Object.keys(stations),
})

export function describeKind(spec: AnyService): KindDescription {
  const { kind, title, summary, group, icon, ports, params, metrics, headline, calibration } = spec
  const site = kindSite(spec)
  const receives = receivesRequests(spec)
  return { kind, title, summary, group, icon, ports, params, metrics, headline, calibration, site, receives }
}
