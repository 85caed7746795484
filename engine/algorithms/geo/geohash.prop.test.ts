import * as fc from 'fast-check'
import LatLonGeohash from 'latlon-geohash'
import ngeohash from 'ngeohash'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { coveringGeohashes } from './algorithm/covering-geohashes.ts'
import { decodeGeohash } from './algorithm/decode-geohash.ts'
import { encodeGeohash } from './algorithm/encode-geohash.ts'
import { geohashNeighbours } from './algorithm/geohash-neighbours.ts'
import { haversineMeters } from './algorithm/haversine-meters.ts'
import { geohashOf, latitudeBits, longitudeBits } from './geohash-grid.ts'
import { metersToCell } from './meters-to-cell.ts'

const settings = { numRuns: 1_000 }
const latitude = fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.integer({ min: -90, max: 90 }))
const longitude = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.integer({ min: -180, max: 180 }),
)
const precision = fc.integer({ min: 1, max: 12 })

/** The definition, by halving. */
function halved(latitude: number, longitude: number, precision: number): string {
  const ranges = [
    { low: -180, high: 180, at: longitude },
    { low: -90, high: 90, at: latitude },
  ]
  let letters = ''
  for (let bit = 0, value = 0; letters.length < precision; bit++) {
    const range = ranges[bit % 2]
    const middle = (range.low + range.high) / 2
    const upper = range.at >= middle
    if (upper) range.low = middle
    else range.high = middle
    value = value * 2 + Number(upper)
    if (bit % 5 !== 4) continue
    letters += '0123456789bcdefghjkmnpqrstuvwxyz'[value]
    value = 0
  }
  return letters
}

describe('a geohash', () => {
  it.each([
    // geohash.org’s own example, Wikipedia’s, those of the packages’ documentation, and the corners of the world.
    [57.64911, 10.40744, 'u4pruydqqvj'],
    [42.6, -5.6, 'ezs42'],
    [52.205, 0.119, 'u120fxw'],
    [37.8324, 112.5584, 'ww8p1r4t8'],
    [-25.382708, -49.265506, '6gkzwgjzn820'],
    [90, 180, 'zzzzzzzzzzzz'],
    [-90, -180, '000000000000'],
    [0, 0, 's00000000000'],
    [-1e-300, -1e-300, '7zzzzzzzzzzz'],
  ])('of %d, %d is %s', (latitude, longitude, expected) => {
    expect(encodeGeohash(latitude, longitude, expected.length)).toBe(expected)
  })

  it('is what halving gives, and what two packages give', () => {
    fc.assert(
      fc.property(latitude, longitude, precision, (latitude, longitude, precision) => {
        const ours = encodeGeohash(latitude, longitude, precision)
        expect(ours).toBe(halved(latitude, longitude, precision))
        expect(ours).toBe(LatLonGeohash.encode(latitude, longitude, precision))
      }),
      settings,
    )
    const random = new RandomStream(1, 'places')
    for (let i = 0; i < 2_000; i++) {
      const [latitude, longitude] = [random.uniform53() * 180 - 90, random.uniform53() * 360 - 180]
      expect(encodeGeohash(latitude, longitude, 9)).toBe(ngeohash.encode(latitude, longitude, 9))
    }
  })

  it('is exact at and beside every edge of a cell', () => {
    const random = new RandomStream(2, 'edges')
    for (let i = 0; i < 5_000; i++) {
      const edge = (random.below(2 ** 20) * 180) / 2 ** 20 - 90
      for (const latitude of [edge, edge * (1 + Number.EPSILON), edge * (1 - Number.EPSILON)]) {
        if (Math.abs(latitude) > 90) continue
        expect(encodeGeohash(latitude, 2 * latitude, 12)).toBe(halved(latitude, 2 * latitude, 12))
      }
    }
  })

  it('has bounds that hold the place, and a cell’s middle gives its geohash back, in capitals too', () => {
    fc.assert(
      fc.property(latitude, longitude, precision, (latitude, longitude, precision) => {
        const geohash = encodeGeohash(latitude, longitude, precision)
        const { south, west, north, east } = decodeGeohash(geohash)
        expect(south <= latitude && latitude <= north && west <= longitude && longitude <= east).toBe(true)
        expect([south, west, north, east]).toEqual(ngeohash.decode_bbox(geohash))
        expect(encodeGeohash((south + north) / 2, (west + east) / 2, precision)).toBe(geohash)
        expect(encodeGeohash(south, west, precision)).toBe(geohash)
        expect(decodeGeohash(geohash.toUpperCase())).toEqual(decodeGeohash(geohash))
      }),
      settings,
    )
  })

  it('goes round the world', () => {
    expect(encodeGeohash(10, 190, 6)).toBe(encodeGeohash(10, -170, 6))
    expect(encodeGeohash(10, -550, 6)).toBe(encodeGeohash(10, 170, 6))
  })

  it('says what is none', () => {
    expect(() => encodeGeohash(91, 0, 5)).toThrow('a latitude is from -90 to 90')
    expect(() => encodeGeohash(NaN, 0, 5)).toThrow('a latitude is')
    expect(() => encodeGeohash(0, Infinity, 5)).toThrow('a finite number')
    expect(() => encodeGeohash(0, 0, 13)).toThrow('1 to 12 letters')
    for (const wrong of ['', 'abc', 'é', 'u4pruydqqvju4'])
      expect(() => decodeGeohash(wrong)).toThrow('a geohash')
  })
})

describe('neighbours', () => {
  it('are those of a package away from the poles, also over the date line', () => {
    fc.assert(
      fc.property(latitude, longitude, precision, (latitude, longitude, precision) => {
        const geohash = encodeGeohash(latitude, longitude, precision)
        const { south, north } = decodeGeohash(geohash)
        if (south === -90 || north === 90) return
        const { n, ne, e, se, s, sw, w, nw } = LatLonGeohash.neighbours(geohash)
        expect(geohashNeighbours(geohash)).toEqual([n, ne, e, se, s, sw, w, nw])
      }),
      settings,
    )
  })

  it('are each other’s, also at the poles', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(90, -90, 89.999, 12),
        longitude,
        precision,
        (latitude, longitude, precision) => {
          const geohash = encodeGeohash(latitude, longitude, precision)
          const neighbours = geohashNeighbours(geohash)
          for (const neighbour of neighbours) expect(geohashNeighbours(neighbour)).toContain(geohash)
        },
      ),
      { ...settings, numRuns: 200 },
    )
    expect(geohashNeighbours('zzzz')).toContain(encodeGeohash(90, -0.01, 4))
  })
})

describe('the distance of two places', () => {
  it('is what the sphere says', () => {
    const radius = 6_371_008.8
    const at = (latitude: number, longitude: number) => ({ latitude, longitude })
    expect(haversineMeters(at(0, 0), at(0, 180))).toBeCloseTo(Math.PI * radius, 6)
    expect(haversineMeters(at(90, 17), at(-90, 99))).toBeCloseTo(Math.PI * radius, 6)
    expect(haversineMeters(at(0, 179.5), at(0, -179.5))).toBeCloseTo((Math.PI / 180) * radius, 6)
    // Paris to New York, 5,837 km on this sphere.
    expect(haversineMeters(at(48.8566, 2.3522), at(40.7128, -74.006)) / 1_000).toBeCloseTo(5_837.25, 1)
  })

  it('is symmetric, and agrees with the angle between two vectors', () => {
    fc.assert(
      fc.property(latitude, longitude, latitude, longitude, (a, b, c, d) => {
        const there = haversineMeters({ latitude: a, longitude: b }, { latitude: c, longitude: d })
        expect(haversineMeters({ latitude: c, longitude: d }, { latitude: a, longitude: b })).toBe(there)
        const [x, y] = [vector(a, b), vector(c, d)]
        const cross = Math.hypot(
          x[1] * y[2] - x[2] * y[1],
          x[2] * y[0] - x[0] * y[2],
          x[0] * y[1] - x[1] * y[0],
        )
        const angle = Math.atan2(cross, x[0] * y[0] + x[1] * y[1] + x[2] * y[2])
        // Of places on opposite sides of the world haversines know the angle to half of a double's digits only.
        expect(Math.abs(there - 6_371_008.8 * angle)).toBeLessThan(angle < 3.14 ? 0.1 : 1)
      }),
      settings,
    )
  })
})

describe('cells that cover a circle', () => {
  const circle = fc.tuple(latitude, longitude, fc.double({ min: 0, max: 1e7, noNaN: true }))

  it('are those of the whole world that it touches', () => {
    fc.assert(
      fc.property(circle, fc.constantFrom(1, 2), ([latitude, longitude, radius], precision) => {
        const center = { latitude, longitude }
        const touched: string[] = []
        for (let row = 0; row < 1 << latitudeBits(precision); row++) {
          for (let column = 0; column < 1 << longitudeBits(precision); column++) {
            const geohash = geohashOf(precision, column, row)
            if (metersToCell(center, decodeGeohash(geohash)) <= radius) touched.push(geohash)
          }
        }
        expect(coveringGeohashes(center, radius, precision).sort()).toEqual(touched.sort())
      }),
      { numRuns: 150 },
    )
  })

  it('hold whoever is within the radius, at the poles and the date line as anywhere', () => {
    const random = new RandomStream(3, 'people')
    const centers = [
      [0, 179.99],
      [89.99, 20],
      [-90, 0],
      [51.5, -0.1],
      [66.6, -179.999],
    ]
    for (const [latitude, longitude] of centers) {
      const center = { latitude, longitude }
      const cells = new Set(coveringGeohashes(center, 20_000, 5))
      let within = 0
      for (let i = 0; i < 4_000; i++) {
        const place = {
          latitude: Math.max(-90, Math.min(90, latitude + random.uniform53() - 0.5)),
          longitude:
            latitude > 85 || latitude < -85
              ? random.uniform53() * 360 - 180
              : longitude + random.uniform53() - 0.5,
        }
        if (haversineMeters(center, place) > 20_000) continue
        within++
        expect(cells.has(encodeGeohash(place.latitude, place.longitude, 5))).toBe(true)
      }
      expect(within).toBeGreaterThan(100)
    }
  })

  it('are as near as a dense walk around the cell says', () => {
    fc.assert(
      fc.property(
        latitude,
        longitude,
        latitude,
        longitude,
        fc.constantFrom(1, 2, 3),
        (a, b, c, d, precision) => {
          const cell = decodeGeohash(encodeGeohash(c, d, precision))
          const place = { latitude: a, longitude: b }
          const { south, west, north, east } = cell
          let nearest = Infinity
          for (let i = 0; i <= 60; i++) {
            const [latitude, longitude] = [
              south + ((north - south) * i) / 60,
              west + ((east - west) * i) / 60,
            ]
            for (const edge of [west, east])
              nearest = Math.min(nearest, haversineMeters(place, { latitude, longitude: edge }))
            for (const edge of [south, north])
              nearest = Math.min(nearest, haversineMeters(place, { latitude: edge, longitude }))
          }
          const inside = a >= south && a <= north && b >= west && b <= east
          const ours = metersToCell(place, cell)
          expect(ours).toBeLessThanOrEqual((inside ? 0 : nearest) + 1e-3)
          const step = (((east - west) / 60) * Math.PI * 6_371_009) / 180
          if (!inside) expect(nearest - ours).toBeLessThan(step)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('refuse what would be too many', () => {
    expect(() => coveringGeohashes({ latitude: 0, longitude: 0 }, 1e6, 8)).toThrow('take fewer letters')
    expect(() => coveringGeohashes({ latitude: 0, longitude: 0 }, -1, 3)).toThrow('a radius is not negative')
  })
})

function vector(latitude: number, longitude: number): [number, number, number] {
  const [a, b] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180]
  return [Math.cos(a) * Math.cos(b), Math.cos(a) * Math.sin(b), Math.sin(a)]
}
