import type { TraceStudy } from '../../workers/exploration-api.ts'
import { formatBytes, formatCount } from '../ui/format.ts'

/** A cache's size for people: "1,000" entries, "1.5 MB". */
export function capacityText(capacity: number, unit: TraceStudy['unit']): string {
  if (unit === 'entries') return formatCount(capacity)
  const { figure, unit: bytes } = formatBytes(capacity)
  return `${figure} ${bytes}`
}
