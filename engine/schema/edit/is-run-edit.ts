import type { GraphEdit } from './graph-edit.ts'

/** Whether the run must hear of it. What something is called and where it is drawn changes nothing in the run. */
export function isRunEdit({ edit }: GraphEdit): boolean {
  return edit !== 'move' && edit !== 'rename' && edit !== 'retitle' && edit !== 'set-scale'
}
