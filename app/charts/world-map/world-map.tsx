import { useMemo } from 'react'
import type { Region } from '../../../engine/network/regions.ts'
import type { ActiveFault } from '../../../engine/run/fault-board.ts'
import { useWorstState } from '../../canvas/use-node-state.ts'
import { Reading } from '../../state/reading.tsx'
import { useRun, type OpenedRun } from '../../state/run-store.ts'
import { useUi } from '../../state/ui-store.ts'
import chart from '../time-chart.module.css'
import { arc, MAP_HEIGHT, MAP_WIDTH, mapGeometry } from './map-geometry.ts'
import { regionLinks } from './region-links.ts'
import css from './world-map.module.css'

const NONE: readonly ActiveFault[] = []

/** Where the regions are, what their people see, and which of the links between them are broken. */
export default function WorldMap({ opened }: { opened: OpenedRun }) {
  const { document, regions, design } = opened
  const lane = useUi((ui) => ui.lane)
  const faults = useRun((run) => run.status[lane]?.faults ?? NONE)
  const geometry = useMemo(() => mapGeometry(regions), [regions])
  const links = useMemo(() => regionLinks(document, faults), [document, faults])
  return (
    <figure className={`${chart.chart} ${css.figure}`} data-testid="world-map">
      <figcaption className={chart.title}>Regions</figcaption>
      <div className={css.map}>
        <svg viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`} aria-hidden>
          <path className={css.land} d={geometry.land} />
          {links.map(({ from, to, struck }) => (
            <path
              key={from + to}
              className={css.arc}
              data-struck={struck}
              d={arc(geometry.places.get(from)!, geometry.places.get(to)!)}
            />
          ))}
        </svg>
        {regions.map((region) => (
          <Place
            key={region.name}
            region={region}
            at={geometry.places.get(region.name)!}
            opened={opened}
            lane={lane}
            figures={design?.map?.[region.name] ?? []}
          />
        ))}
      </div>
    </figure>
  )
}

interface PlaceProps {
  region: Region
  at: { x: number; y: number }
  opened: OpenedRun
  lane: number
  figures: readonly { node: string; metric: string; label?: string }[]
}

function Place({ region, at, opened, lane, figures }: PlaceProps) {
  const { document, lanes, regions } = opened
  const nodes = useMemo(
    () => Object.keys(document.nodes).filter((id) => document.nodes[id].region === region.name),
    [document, region],
  )
  const state = useWorstState(lane, nodes)
  const westmost = Math.min(...regions.map(({ longitudeDegrees }) => longitudeDegrees))
  const side = region.longitudeDegrees === westmost ? 'left' : 'right'
  const style = { left: `${(100 * at.x) / MAP_WIDTH}%`, top: `${(100 * at.y) / MAP_HEIGHT}%` }
  return (
    <div
      className={css.place}
      style={style}
      data-state={state}
      data-side={side}
      data-testid={`place-${region.name}`}
    >
      <span className={css.dot} />
      <div className={css.label}>
        <strong>{region.title}</strong>
        {figures.map(({ node, metric, label = metric }) => (
          <span key={label}>
            {label}{' '}
            <Reading
              lane={lane}
              columnId={`${node}.${metric}`}
              unit={lanes[0].columns.find(({ id }) => id === `${node}.${metric}`)?.unit ?? ''}
              className={chart.value}
            />
          </span>
        ))}
      </div>
    </div>
  )
}
