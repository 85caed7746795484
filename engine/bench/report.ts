import type { DesignRow } from './designs.ts'
import type { BenchRow } from './measure.ts'
import type { SoakRow } from './soak.ts'

/** Rows as a table for people: operations a second, the peer, and how many times it we are. */
export function benchTable(rows: readonly BenchRow[]): string {
  const lines = [
    ['suite', 'workload', 'ops/s: min', 'median', 'max', 'bytes/op', 'peer', 'peer ops/s', 'ratio'],
    ...rows.flatMap(rowLines),
  ]
  return aligned(lines, (column) => column >= 2 && column !== 6)
}

/** What a design costs in a browser's worker. */
interface InWorker {
  eventsPerSecond: number
  bytesPerRequest: number
  peakHeapMb: number
}

/** What the designs cost to run, in Node and, where it was measured, in a browser's worker. */
export function designTable(rows: readonly (DesignRow & { inWorker?: InWorker })[]): string {
  const lines = [
    [
      'design',
      'events/s: min',
      'median',
      'max',
      'in Chromium',
      'ratio',
      'simulated s/s',
      'bytes a request',
      'in Chromium',
      'peak memory',
      'in Chromium',
    ],
    ...rows.map(
      ({ name, opsPerSecond: { min, median, max }, inWorker, speed, bytesPerRequest, peakHeapMb }) => [
        name,
        figure(min),
        figure(median),
        figure(max),
        inWorker === undefined ? '' : figure(inWorker.eventsPerSecond),
        inWorker === undefined ? '' : `${(inWorker.eventsPerSecond / median).toFixed(2)}×`,
        figure(speed),
        figure(bytesPerRequest),
        inWorker === undefined ? '' : figure(inWorker.bytesPerRequest),
        `${peakHeapMb.toFixed(0)} MB`,
        inWorker === undefined ? '' : `${inWorker.peakHeapMb.toFixed(0)} MB`,
      ],
    ),
  ]
  return aligned(lines, (column) => column > 0)
}

/** What long runs leave on the heap: is it flat after the warm-up? */
export function soakTable(rows: readonly SoakRow[]): string {
  const lines = [
    ['soak', 'simulated', 'memory after a collection, at even distances', 'grown since a third', 'flat'],
    ...rows.map(({ name, minutes, heapMb, grownMb, flat }) => [
      name,
      `${minutes} min`,
      `${heapMb.map((mb) => mb.toFixed(1)).join(' ')} MB`,
      `${grownMb.toFixed(1)} MB`,
      flat ? 'yes' : 'no',
    ]),
  ]
  return aligned(lines, (column) => column > 0)
}

/** One figure of the page. */
export interface PageRow {
  name: string
  /** Null when it could not be measured; `note` says why. */
  value: number | null
  unit: string
  /** What it is held to, in its unit; null for one that is held to nothing. */
  target: { atLeast: number } | { atMost: number } | null
  /** Tasks over 50 ms on the page's thread, where they were watched: there shall be none. */
  longTasks: { count: number; longestMs: number } | null
  note: string
}

/** What was measured of the page: one figure a row, its target beside it, and what else was seen. */
export function pageTable(rows: readonly PageRow[]): string {
  const lines = [
    ['page', 'measured', '', 'target', 'met', 'long tasks', 'longest', ''],
    ...rows.map(({ name, value, unit, target, longTasks, note }) => [
      name,
      value === null ? '–' : value.toFixed(1),
      unit,
      targetText(target),
      value === null || target === null ? '' : isMet(value, target) ? 'yes' : 'no',
      longTasks === null ? '' : String(longTasks.count),
      longTasks === null || longTasks.count === 0 ? '' : `${longTasks.longestMs.toFixed(0)} ms`,
      note,
    ]),
  ]
  return aligned(lines, (column) => column === 1 || column === 3 || column === 5 || column === 6)
}

const targetText = (target: PageRow['target']): string =>
  target === null ? '' : 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`

/** A screen's 60 frames a second are measured as 59.9 as often as 60.1: what rounds to the target meets it. */
const isMet = (value: number, target: NonNullable<PageRow['target']>): boolean =>
  'atLeast' in target ? Math.round(value) >= target.atLeast : value <= target.atMost

function aligned(lines: readonly string[][], right: (column: number) => boolean): string {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column], right(column)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rowLines({ suite, name, opsPerSecond, peers, bytesPerOp }: BenchRow): string[][] {
  const { min, median, max } = opsPerSecond
  const bytes = bytesPerOp === undefined ? '' : bytesPerOp.toFixed(bytesPerOp < 10 ? 1 : 0)
  const own = [suite, name, figure(min), figure(median), figure(max), bytes]
  const against = Object.entries(peers)
  if (against.length === 0) return [[...own, '', '', '']]
  return against.map(([peer, perSecond], i) => [
    ...(i === 0 ? own : own.map(() => '')),
    peer,
    figure(perSecond),
    `${(median / perSecond).toFixed(2)}×`,
  ])
}

/** 12,345,678 as 12.3 M: more digits would not be true. */
export function figure(value: number): string {
  for (const [unit, suffix] of [
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ] as const)
    if (value >= unit) return `${(value / unit).toPrecision(3)}${suffix}`
  return value.toPrecision(3)
}

const pad = (text: string, width: number, right: boolean): string =>
  right ? text.padStart(width) : text.padEnd(width)
