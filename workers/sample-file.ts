import { FORMATS } from '../engine/algorithms/format/formats.ts'
import { RandomStream } from '../engine/lib/random.ts'
import { drawOrder } from '../engine/services/file-exporter/orders.ts'
import { writeOrders } from '../engine/services/file-exporter/write-orders.ts'

const ROWS = 20_000
const SEED = 19
const MALFORMED_SHARE = 0.004

/** A file as the exporter of the design writes it, the same each time. */
export function sampleFile(formatName: string): File {
  const format = FORMATS.get(formatName)!
  const random = new RandomStream(SEED, 'orders')
  const rows = Array.from({ length: ROWS }, (_, i) => drawOrder(i, i + 1, MALFORMED_SHARE, random))
  return new File([writeOrders(rows, format)], `orders.${format.extension}`)
}
