import type { CheckVerdict } from '../../engine/run/check-runner.ts'
import type { SloVerdict } from '../../engine/run/judge-slos.ts'
import type { Totals } from '../../workers/api.ts'
import { chartSvg, type ReportChart } from './chart-svg.ts'
import { formatCount } from '../ui/format.ts'
import { escapeMarkup } from './escape-markup.ts'

/** All that a report says. */
export interface Report {
  title: string
  /** A link that does the run again, or why there is none. */
  link: { to: string } | { none: string }
  seed: number
  seconds: number
  digest: string
  totals: Totals
  objectives: readonly SloVerdict[]
  promises: readonly CheckVerdict[]
  /** What was done, in words, with its second. */
  commands: readonly { seconds: number; text: string }[]
  /** The design as an SVG of our own making. */
  picture: string
  charts: readonly ReportChart[]
}

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; color: #18212b; background: #f3f4f1; max-width: 760px; margin: 2rem auto; padding: 0 1rem }
h1, h2 { line-height: 1.2 } h2 { margin-top: 2rem; font-size: 1.1rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #d5d9d6; vertical-align: top }
svg { width: 100%; height: auto } .axis { font-size: 11px; fill: #46525e } .frame { fill: none; stroke: #838d93 }
.bad { color: #b92a06; font-weight: 600 } .good { color: #0a6e66; font-weight: 600 } .faint { color: #606b76 } code { overflow-wrap: anywhere }
.key { display: inline-block; width: .8em; height: .8em; margin-right: .3em; border-radius: 2px }
@media print { body { background: none } }`

/** A run as one HTML file that needs nothing else: no script, no font, no picture from elsewhere. Everything in it that people wrote is text. */
export function reportHtml(report: Report): string {
  const { title, link, seed, seconds, digest } = report
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}: a run of Breakwater</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeMarkup(title)}</h1>
<p>${rounded(seconds)} simulated seconds on seed ${seed}, digest <code>${escapeMarkup(digest)}</code>. ${again(link)}</p>
${report.picture}
${section('Requests', totals(report.totals))}
${section('Objectives', objectives(report.objectives))}
${section('Promises', promises(report.promises))}
${report.charts.map((chart) => section(`${chart.title}, ${chart.unit}`, legend(chart) + chartSvg(chart))).join('\n')}
${section('What was done', commands(report.commands))}
</body>
</html>
`
}

const section = (heading: string, body: string): string =>
  body === '' ? '' : `<h2>${escapeMarkup(heading)}</h2>\n${body}`

const again = (link: Report['link']): string =>
  'to' in link
    ? `<a href="${escapeMarkup(safeLink(link.to))}" rel="noreferrer">Do it again</a>.`
    : `There is no link to do it again. ${escapeMarkup(link.none)}`

/** Only addresses of the web may stand in a link. */
const safeLink = (link: string): string => (/^https?:\/\//.test(link) ? link : '#')

const row = (...cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
const table = (rows: string[]): string => (rows.length === 0 ? '' : `<table>${rows.join('')}</table>`)

function totals({ offered, completed, goodput, rejected, failed }: Totals): string {
  return table([
    row('offered', formatCount(offered)),
    row('answered well', formatCount(completed)),
    row('… in time', formatCount(goodput)),
    row('turned away', formatCount(rejected)),
    row('failed', formatCount(failed)),
  ])
}

function objectives(slos: readonly SloVerdict[]): string {
  return table(
    slos.map(({ name, met, says }) =>
      row(
        escapeMarkup(name),
        escapeMarkup(says),
        met ? '<span class="good">met</span>' : '<span class="bad">missed</span>',
      ),
    ),
  )
}

const VERDICTS: Readonly<Record<CheckVerdict['verdict'], string>> = {
  holds: '<span class="good">holds</span>',
  violated: '<span class="bad">violated</span>',
  unknown: '<span class="faint">nothing seen that could tell</span>',
}

function promises(checks: readonly CheckVerdict[]): string {
  return table(
    checks.map(({ title, doc, verdict, violations, firstViolation, stopped }) => {
      const first =
        firstViolation === null
          ? (stopped ?? '')
          : `${violations} times, first at ${rounded(firstViolation.atNanos / 1e9)} s: ${firstViolation.says}`
      const said = first === '' ? '' : `<br><span class="faint">${escapeMarkup(first)}</span>`
      return row(`<strong>${escapeMarkup(title)}</strong><br>${escapeMarkup(doc)}${said}`, VERDICTS[verdict])
    }),
  )
}

const commands = (done: Report['commands']): string =>
  table(done.map(({ seconds, text }) => row(`${rounded(seconds)} s`, escapeMarkup(text))))

const legend = ({ lines }: ReportChart): string =>
  `<p>${lines.map(({ label, colour }) => `<span class="key" style="background:${colour}"></span>${escapeMarkup(label)} `).join(' ')}</p>`

const rounded = (value: number): string => String(Math.round(value * 1_000) / 1_000)
