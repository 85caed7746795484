import { hash32 } from '../../lib/hash.ts'

/** As long as an id may be, with room for a number that sets it apart. */
const MOST = 110

/** What an edge is called when nobody names it: its ends, and where these are long a number drawn from them. */
export function edgeId(from: string, port: string, to: string): string {
  const id = `${from}.${port}>${to}`
  return id.length <= MOST ? id : `${id.slice(0, MOST - 9)}-${hash32(id).toString(16)}`
}
