import type { NodeProps } from '@xyflow/react'
import { memo, use } from 'react'
import { Reading } from '../state/reading.tsx'
import { useUi } from '../state/ui-store.ts'
import { Glyph } from '../ui/glyph.tsx'
import { DetailContext } from './canvas-live.ts'
import { FaultGlyphs } from './fault-glyphs.tsx'
import type { CardNode, Headline } from './graph.ts'
import { useHeldOffset } from './held-store.ts'
import { LoadBar } from './load-bar.tsx'
import css from './node-card.module.css'
import { NodePorts } from './node-ports.tsx'
import { ProblemMark } from './problem-mark.tsx'
import { Sparkline } from './sparkline.tsx'
import { StateBadge } from './state-badge.tsx'
import { useNodeFaults } from './use-faults.ts'
import { useNodeState } from './use-node-state.ts'

/** Longer names are set smaller when the card is seen from a distance. */
const LONG_LABEL = 13

/** A node of the graph. It renders when its state changes; its figures write themselves. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const lane = useUi((ui) => ui.lane)
  const state = useNodeState(lane, id)
  const faults = useNodeFaults(id)
  const held = useHeldOffset(id)
  const [first] = data.headline
  const { detail } = use(DetailContext)
  return (
    <div
      className={css.card}
      style={held && { translate: `${held.x}px ${held.y}px` }}
      data-state={state}
      data-selected={selected}
      data-testid={`node-${id}`}
      title={detail === 'map' ? data.label : undefined}
    >
      {/* What the card has no room for is not there: it would be laid out and painted ten times a second for nobody. */}
      {detail !== 'map' && (
        <header className={css.head}>
          <Glyph name={data.icon} className={css.glyph} />
          <span className={css.names}>
            <span className={css.label} data-long={data.label.length > LONG_LABEL} title={data.label}>
              {data.label}
            </span>
            {data.kind !== data.label && <span className={css.kind}>{data.kind}</span>}
          </span>
          <span className={css.badges}>
            <FaultGlyphs faults={faults} />
            <StateBadge state={state} />
          </span>
        </header>
      )}
      {detail !== 'map' && detail !== 'far' && (
        <dl className={css.figures}>
          {data.headline.slice(0, detail === 'distant' ? 2 : 3).map((headline) => (
            <HeadlineFigure key={headline.columnId} headline={headline} lane={lane} />
          ))}
        </dl>
      )}
      {first !== undefined && (detail === 'middle' || detail === 'near') && (
        <Sparkline lane={lane} columnId={first.columnId} />
      )}
      <LoadBar lane={lane} node={id} />
      <ProblemMark node={id} />
      <NodePorts id={id} ports={data.ports} />
    </div>
  )
})

function HeadlineFigure({ headline, lane }: { headline: Headline; lane: number }) {
  const { columnId, word, title, unit } = headline
  return (
    <div className={css.figure}>
      <dt title={unit === '' ? title : `${title}, ${unit}`}>{word}</dt>
      <dd>
        <Reading
          lane={lane}
          columnId={columnId}
          unit={unit}
          short
          unitClassName={css.unit}
          data-testid={`reading-${columnId}`}
        />
      </dd>
    </div>
  )
}
