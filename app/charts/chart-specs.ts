import type { Design } from '../../engine/schema/design.ts'
import type { Document } from '../../engine/schema/document.ts'
import { FAILURES } from '../../engine/schema/failures.ts'
import type { Column } from '../../engine/run/timeline.ts'
import type { LaneDescription } from '../../workers/api.ts'
import { seriesColor, type ChartSpec, type Series } from './series.ts'

/** A line before it is known in how many lanes it is drawn. */
interface Line {
  columnId: string
  label: string
  color?: string
}
interface Draft {
  id: string
  title: string
  lines: Line[]
  limits?: ChartSpec['limits']
  top?: number
}

export interface ChartSource {
  design: Design | null
  document: Document
  lanes: readonly LaneDescription[]
}

/** What clients see, then this design's own charts, then how busy its nodes are, each with its lines in all lanes. */
export function chartSpecs(source: ChartSource): ChartSpec[] {
  const columns = new Map(source.lanes[0].columns.map((column) => [column.id, column]))
  return [...clientCharts(source), ...ownCharts(source), ...nodeCharts(source)].flatMap((draft) =>
    toSpecs(draft, columns, source.lanes),
  )
}

/** The failure charts draw every cause; those that never happened are left out by `chartsWorthShowing`. */
export const failureLines: readonly Line[] = Object.entries(FAILURES).map(([code, { title }]) => ({
  columnId: `run.failure:${code}`,
  label: title,
}))

function clientCharts({ document }: ChartSource): Draft[] {
  const limits = Object.entries(document.slos).flatMap(([name, slo]) =>
    'belowMs' in slo
      ? [{ value: slo.belowMs * 1e6, label: `${name}: ${slo.belowMs} ms at p${slo.quantile * 100}` }]
      : [],
  )
  return [
    {
      id: 'load',
      title: 'Requests',
      lines: [
        { columnId: 'run.offered', label: 'offered', color: 'series-4' },
        { columnId: 'run.goodput', label: 'answered well in time', color: 'accepted' },
        { columnId: 'run.rejected', label: 'rejected', color: 'rejected' },
        { columnId: 'run.failed', label: 'failed', color: 'failure' },
      ],
    },
    {
      id: 'latency',
      title: 'Latency that clients see, last 5 s',
      lines: [
        { columnId: 'run.p50', label: 'p50' },
        { columnId: 'run.p95', label: 'p95' },
        { columnId: 'run.p99', label: 'p99' },
        { columnId: 'run.p999', label: 'p99.9' },
      ],
      limits,
    },
    { id: 'errors', title: 'Not answered, by cause', lines: [...failureLines] },
  ]
}

function nodeCharts({ document }: ChartSource): Draft[] {
  const nodes = Object.keys(document.nodes)
  return [
    {
      id: 'utilization',
      title: 'Utilization',
      lines: nodes.map((id) => nodeLine(document, id, 'utilization')),
      top: 1,
    },
    { id: 'queue', title: 'Waiting', lines: nodes.map((id) => nodeLine(document, id, 'queue')) },
  ]
}

function ownCharts({ design }: ChartSource): Draft[] {
  return (design?.charts ?? []).map(({ title, series }, i) => ({
    id: `own-${i}`,
    title,
    lines: series.map(({ node, metric, label }) => ({
      columnId: `${node}.${metric}`,
      label: label ?? metric,
    })),
  }))
}

function nodeLine(document: Document, id: string, metric: string): Line {
  return { columnId: `${id}.${metric}`, label: document.nodes[id].label }
}

/** Lines of one unit to a chart: those of another unit make a chart of their own. */
function toSpecs(
  draft: Draft,
  columns: ReadonlyMap<string, Column>,
  lanes: readonly LaneDescription[],
): ChartSpec[] {
  const byUnit = new Map<string, Line[]>()
  for (const line of draft.lines) {
    const column = columns.get(line.columnId)
    if (column === undefined) continue
    byUnit.set(column.unit, [...(byUnit.get(column.unit) ?? []), line])
  }
  return [...byUnit].map(([unit, lines], i) => ({
    id: i === 0 ? draft.id : `${draft.id}-${i}`,
    title: draft.title,
    unit,
    limits: draft.limits,
    top: draft.top,
    series: lanes.flatMap((_, lane) => lines.map((line, at) => toSeries(line, at, lane, lanes.length))),
  }))
}

function toSeries({ columnId, label, color }: Line, at: number, lane: number, lanes: number): Series {
  const name = lanes === 1 ? label : `${label} ${'AB'[lane]}`
  return { lane, columnId, label: name, color: color ?? seriesColor(at), dashed: lane > 0 }
}
