import { FAULTS } from '../../engine/faults/catalogue.ts'
import type { Action, Document, FaultPlace } from '../../engine/schema/document.ts'
import { describeEdits } from '../../engine/schema/edit/describe-edits.ts'
import { kindOf } from '../state/catalogue.ts'
import type { LaneStatus } from '../../workers/api.ts'

/** Something that stands on the time line. */
export interface TimelineEvent {
  atNanos: number
  kind: 'command' | 'fault' | 'lift' | 'mark' | 'violation'
  /** In plain words. */
  text: string
}

/** Everything worth a mark in a lane, in time order. */
export function timelineEvents(status: LaneStatus, document: Document): TimelineEvent[] {
  const commands = status.log.map(({ atNanos, action }): TimelineEvent => {
    const kind = action.do === 'inject' ? 'fault' : action.do === 'lift' ? 'lift' : 'command'
    return { atNanos, kind, text: describeAction(action, document) }
  })
  const marks = status.marks.map(({ atNanos, node, text }): TimelineEvent => {
    return { atNanos, kind: 'mark', text: `${document.nodes[node]?.label ?? node}: ${text}` }
  })
  const violations = status.checks.flatMap(({ title, firstViolation }): TimelineEvent[] =>
    firstViolation === null
      ? []
      : [{ atNanos: firstViolation.atNanos, kind: 'violation', text: `Promise broken: ${title}` }],
  )
  return [...commands, ...marks, ...violations].sort((a, b) => a.atNanos - b.atNanos)
}

/** What a command did, in plain words: "Users: rate set to 900 requests/s". */
export function describeAction(action: Action, document: Document): string {
  switch (action.do) {
    case 'set': {
      const node = document.nodes[action.node]
      const parameter = node === undefined ? undefined : kindOf(node.kind)?.params[action.param]
      const unit =
        parameter !== undefined && 'unit' in parameter && parameter.unit !== '' ? ` ${parameter.unit}` : ''
      const name = parameter?.title.toLowerCase() ?? action.param
      return `${node?.label ?? action.node}: ${name} set to ${String(action.value)}${unit}`
    }
    case 'switch':
      return `Switch ${action.name} set to ${action.to}`
    case 'inject':
      return `${FAULTS.get(action.fault)?.title ?? action.fault} at ${describePlace(action.on, document)}`
    case 'lift':
      return `Lifted: ${action.id}`
    case 'edit':
      return describeEdits(action.edits, document)
  }
}

/** Where a fault strikes, in words. */
export function describePlace(place: FaultPlace, document: Document): string {
  const label = (id: string) => document.nodes[id]?.label ?? id.replace('region:', 'region ')
  if ('node' in place) return label(place.node)
  if ('region' in place) return `region ${place.region}`
  if ('between' in place) return place.between.map((group) => group.map(label).join(' and ')).join(' | ')
  if ('run' in place) return 'everything'
  const edge = document.edges.find(({ id }) => id === place.edge)
  return edge === undefined ? place.edge : `${label(edge.from)} → ${label(edge.to)}`
}
