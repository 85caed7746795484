import { memo } from 'react'
import { kindOf } from '../state/catalogue.ts'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import type { Parameter } from '../../engine/schema/parameter.ts'
import { Reading } from '../state/reading.tsx'
import { useProblemOf } from '../state/problems.ts'
import { useRun } from '../state/run-store.ts'
import { useUi, type Selection } from '../state/ui-store.ts'
import { useAtRest } from '../state/use-at-rest.ts'
import { Glyph } from '../ui/glyph.tsx'
import { InTurn } from '../ui/in-turn.tsx'
import { NodeView } from '../views/node-view.tsx'
import { CalibrationCard } from './calibration-card.tsx'
import { BulkInspector } from './bulk-inspector.tsx'
import { EdgeInspector } from './edge-inspector.tsx'
import { FaultMenu } from './fault-menu.tsx'
import { NodeName } from './node-name.tsx'
import { ParameterControl } from './parameter-control.tsx'
import css from './panel.module.css'

/** Everything about what is selected on the canvas. */
export function Inspector() {
  const selection = useAtRest(useUi((ui) => ui.selection))
  return selection === undefined ? null : <Selected selection={selection} />
}

const Selected = memo(function Selected({ selection }: { selection: Selection }) {
  const document = useRun((run) => run.opened?.document)
  if (document === undefined || selection === null) {
    return (
      <p className={css.empty} data-testid="inspector-empty">
        Select a node or an edge to see its figures, set its parameters and break it.
      </p>
    )
  }
  if ('edge' in selection) return <EdgeInspector edge={selection.edge} />
  if ('nodes' in selection) return <BulkInspector nodes={selection.nodes} />
  const node = document.nodes[selection.node]
  const spec = node === undefined ? undefined : kindOf(node.kind)
  if (spec === undefined) return null
  return <NodeInspector key={selection.node} id={selection.node} spec={spec} region={node.region} />
})

const NodeInspector = memo(function NodeInspector({
  id,
  spec,
  region,
}: {
  id: string
  spec: KindDescription
  region?: string
}) {
  const problem = useProblemOf(id)
  return (
    <div className={css.panel} data-testid="inspector" data-node={id}>
      <header className={css.inspectorHead}>
        <Glyph name={spec.icon} size={20} />
        <div className={css.grow}>
          <NodeName node={id} />
          <p className={css.faint}>
            {spec.title}
            {region !== undefined && `, ${region}`} · {spec.summary}
          </p>
        </div>
      </header>
      {problem !== null && <p className={css.problem}>{problem}</p>}
      <Figures id={id} />
      <InTurn>
        <NodeView node={id} />
        <details className={css.section} open>
          <summary className={css.heading}>Break it</summary>
          <FaultMenu spot={{ node: id }} />
        </details>
        <details className={css.section} open>
          <summary className={css.heading}>Parameters</summary>
          {Object.entries<Parameter>(spec.params).map(([name, parameter]) => (
            <ParameterControl key={name} node={id} name={name} parameter={parameter} />
          ))}
        </details>
        <CalibrationCard calibration={spec.calibration} />
      </InTurn>
    </div>
  )
})

/** All figures of a node, live, with their units. */
function Figures({ id }: { id: string }) {
  const lane = useUi((ui) => ui.lane)
  const columns = useRun((run) => run.opened?.lanes[lane]?.columns)
  const own = (columns ?? []).filter(({ of, metric }) => of === id && metric !== 'status')
  return (
    <dl className={css.figures} data-testid="figures">
      {own.map((column) => (
        <div key={column.id} className={css.figureRow}>
          <dt>{column.title}</dt>
          <dd>
            <Reading
              lane={lane}
              columnId={column.id}
              unit={column.unit}
              data-testid={`figure-${column.metric}`}
            />
          </dd>
        </div>
      ))}
    </dl>
  )
}
