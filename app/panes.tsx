import type { ComponentType } from 'react'
import { ChartsPanel } from './charts/charts-panel.tsx'
import { GuidePanel } from './guide/guide-panel.tsx'
import { BrokenCount } from './panels/broken-count.tsx'
import { FaultCount } from './panels/fault-count.tsx'
import { LoadPanel } from './panels/load-panel.tsx'
import { ProblemCount } from './panels/problem-count.tsx'
import { lazyPart } from './ui/lazy-part.tsx'

// On top at a first visit are load, graph, guide and charts; the others come when they are wanted.
const FaultsPanel = lazyPart(async () => (await import('./panels/faults-panel.tsx')).FaultsPanel)
const Palette = lazyPart(async () => (await import('./palette/palette.tsx')).Palette)
const PromisesPanel = lazyPart(async () => (await import('./panels/promises-panel.tsx')).PromisesPanel)
const Inspector = lazyPart(async () => (await import('./panels/inspector.tsx')).Inspector)
const TextSheet = lazyPart(async () => (await import('./text/text-sheet.tsx')).TextSheet)

/** A sheet of a pane. Panes with no sheet are not there. */
export interface Sheet {
  id: string
  title: string
  Content: ComponentType
  /** A live count behind the title. */
  Count?: ComponentType
}

/** What a person changes: load, strategies, faults, the graph itself. */
export const LEFT: readonly Sheet[] = [
  { id: 'load', title: 'Load', Content: LoadPanel },
  { id: 'faults', title: 'Break', Content: FaultsPanel, Count: FaultCount },
  { id: 'build', title: 'Build', Content: Palette, Count: ProblemCount },
]
/** What a person looks into: guide, promises, the selected node or edge. */
export const RIGHT: readonly Sheet[] = [
  { id: 'guide', title: 'Guide', Content: GuidePanel },
  { id: 'promises', title: 'Promises', Content: PromisesPanel, Count: BrokenCount },
  { id: 'inspector', title: 'Inspect', Content: Inspector },
  { id: 'text', title: 'Text', Content: TextSheet },
]
/** Below the time line: charts. */
export const BOTTOM: readonly Sheet[] = [{ id: 'charts', title: 'Charts', Content: ChartsPanel }]
