import { InputError } from '../../engine/schema/input-error.ts'
import { mermaidOf } from '../../engine/schema/mermaid-of.ts'
import type { OpenedRun } from '../state/run-store.ts'
import type { RunSession } from '../state/run-session.ts'
import { catalogueStore } from '../state/catalogue.ts'
import { describeAction } from '../transport/timeline-events.ts'
import type { ReportChart, ReportLine } from './chart-svg.ts'
import { picturePng } from './picture-png.ts'
import { pictureSvg } from './picture-svg.ts'
import { reportHtml, type Report } from './report-html.ts'
import type { Sharing } from './sharing.ts'

interface Curve {
  column: string
  label: string
  colour: string
  /** From the column's unit to the chart's. */
  scale: number
}
const CHARTS: readonly { title: string; unit: string; curves: readonly Curve[] }[] = [
  {
    title: 'Requests',
    unit: 'requests/s',
    curves: [
      { column: 'run.offered', label: 'offered', colour: '#5e6973', scale: 1 },
      { column: 'run.goodput', label: 'answered well in time', colour: '#1484b8', scale: 1 },
      { column: 'run.rejected', label: 'rejected', colour: '#6a1f9c', scale: 1 },
      { column: 'run.failed', label: 'failed', colour: '#b92a06', scale: 1 },
    ],
  },
  {
    title: 'Latency that clients see',
    unit: 'ms',
    curves: [
      { column: 'run.p50', label: 'p50', colour: '#1d5a96', scale: 1e-6 },
      { column: 'run.p99', label: 'p99', colour: '#0f8578', scale: 1e-6 },
    ],
  },
]

/** The open design and its run in the forms that other programs read. */
export class Exporting {
  constructor(
    readonly session: RunSession,
    readonly sharing: Sharing,
  ) {}

  /** A Mermaid flowchart. */
  mermaid(): string {
    return mermaidOf(this.#opened.document, catalogueStore.getState().kinds)
  }

  /** An SVG document. */
  svg(): string {
    return pictureSvg(this.#opened.document, catalogueStore.getState().kinds)
  }

  png(): Promise<Blob> {
    return picturePng(this.svg())
  }

  /** One HTML file with verdicts, charts and a link that does the run of a lane again; `page` is where that link leads. */
  async report(page: string, lane = 0): Promise<string> {
    const { document, design, seed } = this.#opened
    const status = this.session.store.getState().status[lane]
    const { nowNanos, digest, log } = await this.sharing
      .save('short', lane)
      .then(({ atNanos, ...rest }) => ({ ...rest, nowNanos: atNanos }))
    if (status === null || status === undefined)
      throw new InputError('The run has not said anything yet; let it run.')
    return reportHtml({
      title: design?.title ?? document.title,
      link: await this.#link(page, lane),
      seed,
      seconds: nowNanos / 1e9,
      digest: digest ?? '',
      totals: status.totals,
      objectives: status.slos,
      promises: status.checks,
      commands: log.map(({ atNanos, action }) => ({
        seconds: atNanos / 1e9,
        text: describeAction(action, document),
      })),
      picture: this.svg(),
      charts: CHARTS.map((chart) => this.#chart(chart, lane)),
    })
  }

  /** Where the run is done again; why there is no link when it is too much for one. */
  async #link(page: string, lane: number): Promise<Report['link']> {
    try {
      return { to: `${page.split('#', 1)[0]}#${await this.sharing.link(lane)}` }
    } catch (error) {
      if (error instanceof InputError) return { none: error.message }
      throw error
    }
  }

  #chart({ title, unit, curves }: (typeof CHARTS)[number], lane: number): ReportChart {
    const lines = curves.map(({ column, label, colour, scale }): ReportLine => {
      const { times, values } = this.session.ring(lane)!.window(column)
      const points = Array.from(times, (nanos, i) => ({ seconds: nanos / 1e9, value: values[i] * scale }))
      return { label, colour, points }
    })
    return { title, unit, lines }
  }

  get #opened(): OpenedRun {
    const { opened } = this.session.store.getState()
    if (opened === null) throw new InputError('No design is open; open one first.')
    return opened
  }
}
