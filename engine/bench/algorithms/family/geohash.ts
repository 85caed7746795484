import LatLonGeohash from 'latlon-geohash'
import ngeohash from 'ngeohash'
import { decodeGeohash } from '../../../algorithms/geo/algorithm/decode-geohash.ts'
import { encodeGeohash } from '../../../algorithms/geo/algorithm/encode-geohash.ts'
import { geohashNeighbours } from '../../../algorithms/geo/algorithm/geohash-neighbours.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { Workload } from '../../measure.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachOf } from '../each-of.ts'

const PLACES = 1 << 16
const LETTERS = 9

/** Places all over the world to cells of 5 m and back. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const random = new RandomStream(1, 'bench/places')
    const latitudes = Float64Array.from({ length: PLACES }, () => random.uniform53() * 180 - 90)
    const longitudes = Float64Array.from({ length: PLACES }, () => random.uniform53() * 360 - 180)
    const geohashes = Array.from(latitudes, (latitude, i) => encodeGeohash(latitude, longitudes[i], LETTERS))
    return [
      each('encode', 400_000, {
        ours: (i) => encodeGeohash(latitudes[i], longitudes[i], LETTERS),
        'latlon-geohash': (i) => LatLonGeohash.encode(latitudes[i], longitudes[i], LETTERS),
        ngeohash: (i) => ngeohash.encode(latitudes[i], longitudes[i], LETTERS),
      }),
      each('decode', 400_000, {
        ours: (i) => decodeGeohash(geohashes[i]),
        'latlon-geohash': (i) => LatLonGeohash.bounds(geohashes[i]),
        ngeohash: (i) => ngeohash.decode_bbox(geohashes[i]),
      }),
      each('neighbours', 100_000, {
        ours: (i) => geohashNeighbours(geohashes[i]),
        'latlon-geohash': (i) => LatLonGeohash.neighbours(geohashes[i]),
        ngeohash: (i) => ngeohash.neighbors(geohashes[i]),
      }),
    ]
  },
}

/** Asks for place after place. */
function each(name: string, count: number, contenders: Record<string, (place: number) => unknown>): Workload {
  const places = Int32Array.from({ length: PLACES }, (_, place) => place)
  const works = Object.entries(contenders).map(
    ([who, answer]) => [who, () => eachOf(places, answer)] as const,
  )
  const { ours, ...peers } = Object.fromEntries(works)
  return { suite: 'algorithms', name: `geohash: ${name}`, count, ours, peers }
}
