import type { KindSite } from '../faults/define-fault.ts'
import type { AnyService } from '../services/define-service.ts'

/** What faults may know of a node by its kind, to say whether they apply to it. */
export const kindSite = ({ params, on, stations }: AnyService): KindSite => ({
  declared: params,
  controls: Object.keys(on?.control ?? {}),
  stations: Object.keys(stations),
})
