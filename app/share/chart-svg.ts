import { escapeMarkup } from './escape-markup.ts'

export interface ReportLine {
  label: string
  colour: string
  /** Seconds and values, in time order; NaN where there was none. */
  points: { seconds: number; value: number }[]
}
export interface ReportChart {
  title: string
  unit: string
  lines: ReportLine[]
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [720, 180, 64, 24, 12]
/** As many points as there are pixels to tell them apart. */
const POINTS_MAX = 600

/** A chart of a report as SVG: lines over seconds, with the highest value and the last second written at the axes. */
export function chartSvg({ title, unit, lines }: ReportChart): string {
  const all = lines.flatMap(({ points }) => points)
  const highest = Math.max(0, ...all.map(({ value }) => value).filter(Number.isFinite))
  const last = Math.max(0, ...all.map(({ seconds }) => seconds))
  const x = (seconds: number) => LEFT + (last === 0 ? 0 : (seconds / last) * (WIDTH - LEFT - 8))
  const y = (value: number) =>
    HEIGHT - BOTTOM - (highest === 0 ? 0 : (value / highest) * (HEIGHT - BOTTOM - TOP))
  const axis = `M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 8}`
  const said = (text: string, left: number, top: number, anchor: string) =>
    `<text x="${left}" y="${top}" text-anchor="${anchor}" class="axis">${escapeMarkup(text)}</text>`
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeMarkup(title)}">`,
    `<path d="${axis}" class="frame"/>`,
    said(rounded(highest), LEFT - 6, TOP + 4, 'end'),
    said(unit, LEFT + 6, TOP + 4, 'start'),
    said('0', LEFT - 6, HEIGHT - BOTTOM, 'end'),
    said('0 s', LEFT, HEIGHT - 6, 'start'),
    said(`${rounded(last)} s`, WIDTH - 8, HEIGHT - 6, 'end'),
    ...lines.map(
      ({ colour, points }) =>
        `<path d="${pathOf(points, x, y)}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
    ),
    '</svg>',
  ].join('')
}

/** A gap where nothing was measured. Of many points in one pixel the highest is drawn. */
function pathOf(
  points: ReportLine['points'],
  x: (seconds: number) => number,
  y: (value: number) => number,
): string {
  const stride = Math.max(1, Math.ceil(points.length / POINTS_MAX))
  let path = ''
  let pen = 'M'
  for (let i = 0; i < points.length; i += stride) {
    const seen = points.slice(i, i + stride).filter(({ value }) => Number.isFinite(value))
    if (seen.length === 0) {
      pen = 'M'
      continue
    }
    const { seconds, value } = seen.reduce((a, b) => (b.value > a.value ? b : a))
    path += `${pen}${x(seconds).toFixed(1)} ${y(value).toFixed(1)}`
    pen = 'L'
  }
  return path
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)))
