import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'

/** A sheet of a pane. Panes with no sheet are not there. */
export interface Sheet {
  id: string
  title: string
  icon: LucideIcon
  Content: ComponentType
}

/** What a person changes: load, switches, faults. */
export const LEFT: readonly Sheet[] = []
/** What a person looks into: the selected node or edge, promises, guide. */
export const RIGHT: readonly Sheet[] = []
/** Below the time line: charts. */
export const BOTTOM: readonly Sheet[] = []
