import { geoNaturalEarth1, geoPath, type GeoPermissibleObjects } from 'd3-geo'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import land from 'world-atlas/land-110m.json'
import type { Region } from '../../../engine/network/regions.ts'

export const MAP_WIDTH = 680
export const MAP_HEIGHT = 160
/** Room around the outermost regions, in which what is written beside them fits. */
const MARGIN_X = 130
const MARGIN_TOP = 24
const MARGIN_BOTTOM = 44
/** How far a link bends towards the pole, as a share of its length. */
const BEND = 0.14

const topology = land as unknown as Topology<{ land: GeometryCollection }>
const LAND = feature(topology, topology.objects.land)

export interface MapGeometry {
  land: string
  places: Map<string, Place>
}
interface Place {
  x: number
  y: number
}

/** A link between two places, bent a little so that links over the same ground can be told apart. */
export function arc(from: Place, to: Place): string {
  const bend = BEND * Math.abs(to.x - from.x)
  return `M${from.x},${from.y} Q${(from.x + to.x) / 2},${(from.y + to.y) / 2 - bend} ${to.x},${to.y}`
}

/** The part of the world in which the regions lie, as SVG paths. */
export function mapGeometry(regions: readonly Region[]): MapGeometry {
  const point = ({ longitudeDegrees, latitudeDegrees }: Region): [number, number] => [
    longitudeDegrees,
    latitudeDegrees,
  ]
  const seen: GeoPermissibleObjects = { type: 'MultiPoint', coordinates: regions.map(point) }
  const projection = geoNaturalEarth1().fitExtent(
    [
      [MARGIN_X, MARGIN_TOP],
      [MAP_WIDTH - MARGIN_X, MAP_HEIGHT - MARGIN_BOTTOM],
    ],
    seen,
  )
  projection.clipExtent([
    [0, 0],
    [MAP_WIDTH, MAP_HEIGHT],
  ])
  const path = geoPath(projection).digits(1)
  const places = regions.map((region) => {
    const [x, y] = projection(point(region)) ?? [0, 0]
    return [region.name, { x, y }] as const
  })
  return { land: path(LAND) ?? '', places: new Map(places) }
}
