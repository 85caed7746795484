/** A number as it stands on the screen: the figure, and the unit that is set smaller beside it. */
export interface Formatted {
  figure: string
  unit: string
}

/** What stands where a reading does not exist (nothing happened in the interval). */
export const NO_READING = '–'

const MICRO = 1_000
const MILLI = 1_000_000
const SECOND = 1_000_000_000

/** Three significant figures, without trailing noise: 0.123, 1.23, 12.3, 123, 1230. Below a millionth of one: 0. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? NO_READING : value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  const sign = value < 0 ? '−' : ''
  if (size < 1e-6) return '0'
  if (size >= 1000) return sign + Math.round(size).toString()
  if (size < 0.001) return sign + size.toExponential(1).replace('e-', '·10⁻').replace(/\d+$/, superscript)
  const places = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3
  return sign + trimmed(size.toFixed(places))
}

/** Large counts get k, M and G: 812, 12.4k, 1.2M. */
export function formatCount(value: number): string {
  const size = Math.abs(value)
  if (!Number.isFinite(value) || size < 9_995) return formatNumber(value)
  const [divisor, letter] = size < 999_500 ? [1e3, 'k'] : size < 999_500_000 ? [1e6, 'M'] : [1e9, 'G']
  return formatNumber(value / divisor) + letter
}

/** A duration in nanoseconds in the unit that reads best. */
export function formatDuration(nanos: number): Formatted {
  if (!Number.isFinite(nanos)) return { figure: formatNumber(nanos), unit: '' }
  const size = Math.abs(nanos)
  if (size < 999.5) return { figure: formatNumber(Math.round(nanos)), unit: 'ns' }
  if (size < 999.5 * MICRO) return { figure: formatNumber(nanos / MICRO), unit: 'µs' }
  if (size < 999.5 * MILLI) return { figure: formatNumber(nanos / MILLI), unit: 'ms' }
  if (size < 120 * SECOND) return { figure: formatNumber(nanos / SECOND), unit: 's' }
  if (size < 7200 * SECOND) return { figure: formatNumber(nanos / (60 * SECOND)), unit: 'min' }
  return { figure: formatNumber(nanos / (3600 * SECOND)), unit: 'h' }
}

/** A share from 0 to 1 as percent. Near one it shows the nines: 99.95 %, never a rounded 100 %. */
export function formatShare(share: number): Formatted {
  if (!Number.isFinite(share)) return { figure: formatNumber(share), unit: '' }
  const percent = share * 100
  if (percent > 99 && percent < 100) return { figure: flooredNines(percent), unit: '%' }
  if (percent !== 0 && Math.abs(percent) < 0.1) return { figure: formatNumber(percent), unit: '%' }
  return { figure: trimmed(percent.toFixed(Math.abs(percent) < 10 ? 1 : 0)), unit: '%' }
}

/** Bytes by powers of 1024. */
export function formatBytes(bytes: number): Formatted {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let size = bytes
  let at = 0
  while (Math.abs(size) >= 1023.5 && at < units.length - 1) {
    size /= 1024
    at++
  }
  return {
    figure: formatNumber(at === 0 ? Math.round(size) : size),
    unit: Number.isFinite(bytes) ? units[at] : '',
  }
}

/** Any reading by the unit that its column or parameter declares. */
export function formatReading(value: number, unit: string): Formatted {
  if (Number.isNaN(value)) return { figure: NO_READING, unit: '' }
  switch (unit) {
    case 'ns':
      return formatDuration(value)
    case 'ms':
      return formatDuration(value * MILLI)
    case 's':
      return formatDuration(value * SECOND)
    case '%':
      return formatShare(value)
    case 'bytes':
      return formatBytes(value)
    case 'bytes/s': {
      const { figure, unit: scaled } = formatBytes(value)
      return { figure, unit: `${scaled}/s` }
    }
    default:
      // A mean of next to nothing: how near to nothing is of no use to anybody.
      if (value > 0 && value < 0.001) return { figure: '<0.001', unit }
      return { figure: formatCount(value), unit }
  }
}

/** The same in one piece: "12.4 ms". */
export function formatReadingText(value: number, unit: string): string {
  const { figure, unit: shown } = formatReading(value, unit)
  return shown === '' ? figure : `${figure} ${shown}`
}

/** Where little room is: "requests/s" becomes "/s", and a plain noun is left to the label. */
export function shortUnit(unit: string): string {
  if (unit.endsWith('/s') && unit.length > 6) return '/s'
  return unit.length > 4 ? '' : unit
}

/** The simulated clock: minutes, seconds, milliseconds; hours once there are any. */
export function formatClock(nanos: number): string {
  const millis = Math.floor(nanos / MILLI)
  const two = (value: number) => value.toString().padStart(2, '0')
  const seconds = Math.floor(millis / 1000)
  const minutes = Math.floor(seconds / 60)
  const tail = `${two(seconds % 60)}.${(millis % 1000).toString().padStart(3, '0')}`
  if (minutes < 60) return `${two(minutes)}:${tail}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${tail}`
}

/** An instant for a label on a time axis: "12.4 s", "3 min 05 s". */
export function formatInstant(nanos: number): string {
  const seconds = nanos / SECOND
  if (seconds < 60) return `${formatNumber(seconds)} s`
  const whole = Math.floor(seconds)
  return `${Math.floor(whole / 60)} min ${(whole % 60).toString().padStart(2, '0')} s`
}

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** As many nines as there are, cut rather than rounded. */
function flooredNines(percent: number): string {
  for (const scale of [10, 100, 1000, 10_000]) {
    const cut = Math.floor(percent * scale + 1e-7) / scale
    if (cut < 100 && (100 - cut) * scale >= 5 - 1e-6) return cut.toString()
  }
  return '99.9999'
}

const superscript = (digits: string): string => digits.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])
