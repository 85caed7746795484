import { ms, s, type Nanos } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'

interface Copy {
  readonly key: number
  readonly value: unknown
  readonly stamp: number
  readonly sizeBytes: number
  readonly storedAt: Nanos
  readonly expiresAt: Nanos
}

/** A server as this check sees it. */
interface Server {
  readonly local: { entries(): Iterable<Copy> }
  isCurrent(copy: Copy, clock: Nanos): boolean
}

interface Origin {
  readonly rows: ReadonlyMap<number, { readonly value: unknown; readonly writtenAt: Nanos }>
}

interface State {
  servers: readonly string[]
  /** Null when no database stands behind the servers. */
  origin: string | null
  /** Whether any copy has been held against what was written. */
  judged: boolean
  duplicatedBytes: number
  staleCopies: number
}

/** Looks into every server’s memory: also at copies that nobody happens to read. */
export const invariant = defineInvariant<State>({
  name: 'copies-end',
  title: 'No old copy lives on',
  doc: 'A copy in a server’s own memory that was overwritten longer ago than the promised staleness cannot be read any more.',
  start: (ctx) => ({
    servers: ctx.nodesOf('tiered-app'),
    origin: ctx.nodesOf('database')[0] ?? null,
    judged: false,
    duplicatedBytes: 0,
    staleCopies: 0,
  }),
  everyNanos: ms(500),
  check(state, ctx) {
    const { origin } = state
    if (origin === null) return null
    const { rows } = ctx.state(origin) as Origin
    const seen = new Set<number>()
    let worst: { server: string; copy: Copy; value: unknown; writtenAt: Nanos } | null = null
    state.duplicatedBytes = 0
    state.staleCopies = 0
    for (const server of state.servers) {
      if (!ctx.isUp(server)) continue
      for (const copy of readableCopies(server, ctx)) {
        if (seen.has(copy.key)) state.duplicatedBytes += copy.sizeBytes
        else seen.add(copy.key)
        const row = rows.get(copy.key)
        state.judged ||= row !== undefined
        if (row === undefined || row.value === copy.value) continue
        state.staleCopies++
        if (worst === null || row.writtenAt < worst.writtenAt) worst = { server, copy, ...row }
      }
    }
    return worst === null ? null : judge(worst, ctx)
  },
  conclusive: ({ judged }) => judged,
  readings: {
    duplicated: {
      title: 'Memory that holds what another server holds too',
      unit: 'bytes',
      read: ({ duplicatedBytes }) => duplicatedBytes,
    },
    staleCopies: { title: 'Old copies', unit: 'entries', read: ({ staleCopies }) => staleCopies },
  },
})

function* readableCopies(server: string, ctx: CheckContext): Iterable<Copy> {
  const state = ctx.state(server) as Server
  for (const copy of state.local.entries())
    if (copy.expiresAt > ctx.now && state.isCurrent(copy, ctx.now)) yield copy
}

function judge(
  { server, copy, value, writtenAt }: { server: string; copy: Copy; value: unknown; writtenAt: Nanos },
  ctx: CheckContext,
): Violation | null {
  const promised = s(Number(ctx.params(server).staleSecondsMax))
  const age = ctx.now - writtenAt
  if (age <= promised) return null
  const ends = copy.expiresAt === Infinity ? 'never expires' : `expires at ${seconds(copy.expiresAt)}`
  return {
    says: `${server} still answers key ${copy.key} with ${String(copy.value)}, overwritten ${seconds(age)} ago; ${seconds(promised)} are promised.`,
    operations: [
      `${seconds(copy.storedAt)}: ${server} stored ${String(copy.value)} under key ${copy.key}, which ${ends}`,
      `${seconds(writtenAt)}: ${String(value)} was written to key ${copy.key}`,
    ],
    nodes: [server],
  }
}
