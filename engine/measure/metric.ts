/** What a number on the screen counts and in what unit. */
export type Metric = CounterMetric | GaugeMetric | SampleMetric | RatioMetric
interface Named {
  title: string
  unit: string
}
/** Only grows; shown as a rate. */
export interface CounterMetric extends Named {
  type: 'counter'
}
/** A level that goes up and down; shown as it stands. */
export interface GaugeMetric extends Named {
  type: 'gauge'
}
/** Single measurements of which percentiles are shown. */
export interface SampleMetric extends Named {
  type: 'sample'
}
/** Some counters over the sum of others, within the window shown. */
export interface RatioMetric extends Named {
  type: 'ratio'
  of: readonly string[]
  over: readonly string[]
}

export type Metrics = Readonly<Record<string, Metric>>

/** Counts events, in `unit` ("requests"). */
export const counter = (title: string, unit: string): CounterMetric => ({ type: 'counter', title, unit })
/** A level in `unit`. */
export const gauge = (title: string, unit: string): GaugeMetric => ({ type: 'gauge', title, unit })
/** Measurements; nanoseconds when `unit` is "ns" (shown in readable units), otherwise non-negative whole numbers of `unit`. */
export const sample = (title: string, unit: string): SampleMetric => ({ type: 'sample', title, unit })
/** Share of counters `of` in counters `over`, both named in the same kind. */
export const ratio = (title: string, of: readonly string[], over: readonly string[]): RatioMetric => ({
  type: 'ratio',
  title,
  unit: '%',
  of,
  over,
})

export type CounterNames<M extends Metrics> = {
  [K in keyof M]: M[K] extends CounterMetric ? K : never
}[keyof M] &
  string
export type GaugeNames<M extends Metrics> = {
  [K in keyof M]: M[K] extends GaugeMetric ? K : never
}[keyof M] &
  string
export type SampleNames<M extends Metrics> = {
  [K in keyof M]: M[K] extends SampleMetric ? K : never
}[keyof M] &
  string
