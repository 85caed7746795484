/** Two packages that tests and benches compare with; they ship no types. */
declare module 'latlon-geohash' {
  type Corner = { lat: number; lon: number }
  const Geohash: {
    encode(lat: number, lon: number, precision?: number): string
    decode(geohash: string): Corner
    bounds(geohash: string): { sw: Corner; ne: Corner }
    neighbours(geohash: string): Record<'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'nw', string>
  }
  export default Geohash
}
declare module 'ngeohash' {
  const ngeohash: {
    encode(latitude: number, longitude: number, precision?: number): string
    decode_bbox(geohash: string): [south: number, west: number, north: number, east: number]
    neighbors(geohash: string): string[]
  }
  export default ngeohash
}
