import type { Node } from '../../kernel/node.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import { placeOf, roundTripNanos } from '../../network/regions.ts'
import type { EdgeDocument } from '../../schema/document.ts'

/** One way within one data centre: same-zone round trips are about half a millisecond. */
const LOCAL_LATENCY: Nanos = ms(0.25)

/** One way over an edge: what the document says, or what the distance between the regions of its ends makes of it. */
export function latencyOf({ latencyMs }: EdgeDocument, from: Node, to: Node): Nanos {
  if (latencyMs !== undefined) return ms(latencyMs)
  if (from.region === to.region || placeOf(from.region) === '' || placeOf(to.region) === '')
    return LOCAL_LATENCY
  return Math.round(roundTripNanos(from.region, to.region) / 2)
}
