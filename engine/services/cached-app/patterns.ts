import { CACHE_GET, READ_AHEAD, WRITE_BEHIND } from '../cache/protocol.ts'

/** What a pattern does with a read and with a write. */
export interface Pattern {
  title: string
  /** How a cache is asked; only after `cache-get` does this server load and fill itself. */
  read: typeof CACHE_GET | 'read' | typeof READ_AHEAD
  /** Who gets a write: the origin, or the cache, which passes it on. */
  write: 'origin' | 'write' | typeof WRITE_BEHIND
  /** Which caches are told to forget the key before the write is acknowledged. */
  forget: 'none' | 'owner' | 'others'
}

export const PATTERNS = {
  'cache-aside': { title: 'Cache-aside', read: CACHE_GET, write: 'origin', forget: 'owner' },
  'read-through': { title: 'Read-through', read: 'read', write: 'origin', forget: 'owner' },
  'write-through': { title: 'Write-through', read: 'read', write: 'write', forget: 'others' },
  'write-behind': { title: 'Write-behind', read: 'read', write: WRITE_BEHIND, forget: 'none' },
  'write-around': { title: 'Write-around', read: CACHE_GET, write: 'origin', forget: 'none' },
  'refresh-ahead': { title: 'Refresh-ahead', read: READ_AHEAD, write: 'origin', forget: 'owner' },
} as const satisfies Record<string, Pattern>

export type PatternName = keyof typeof PATTERNS
