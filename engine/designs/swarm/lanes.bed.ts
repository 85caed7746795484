/**
 * Naive options that give up some promises, by name, and keep all others: the search draws them too, and looks at what they keep.
 * What is given up counts as soon as all of `when` is set; a naive option that no lane speaks of is not drawn.
 */
interface Lane {
  when: Readonly<Record<string, string>>
  givesUp: readonly string[]
}

/** Beside promises: that everybody gets on once all is healed. */
export const GETTING_ON = 'getting on'

const SESSION = ['reads-own-writes', 'reads-never-go-back']
const NOT_SEQUENTIAL = ['linearizable', 'sequentially-consistent']
const NOT_CAUSAL = [
  ...NOT_SEQUENTIAL,
  'causally-consistent',
  'writes-keep-their-order',
  'writes-follow-reads',
]

const STALE = ['quorum-reads-are-fresh', 'store-is-linearizable']

/** `given` alone, and what it gives up besides with each of `others`. */
const each = (name: string, options: readonly string[], given: Lane['when'], givesUp: readonly string[]) =>
  options.map((option): Lane => ({ when: { ...given, [name]: option }, givesUp }))
/** Naive for what they cost: every promise that is checked is kept. */
const costly = (name: string, ...options: string[]) => each(name, options, {}, [])

export const LANES: Readonly<Record<string, readonly Lane[]>> = {
  'strong-vs-eventual-consistency': [
    { when: { mode: 'sequential' }, givesUp: ['linearizable'] },
    // Conflicts are settled as chosen in the eventual mode only: the two before it keep the later write.
    { when: { mode: 'causal' }, givesUp: [...NOT_SEQUENTIAL, 'no-write-dropped'] },
    { when: { mode: 'session' }, givesUp: [...NOT_CAUSAL, 'no-write-dropped'] },
    { when: { mode: 'eventual' }, givesUp: [...NOT_CAUSAL, ...SESSION] },
    { when: { mode: 'eventual', conflicts: 'lww' }, givesUp: ['no-write-dropped'] },
    ...costly('conflicts', 'lww'),
    ...costly('isolation', 'read-committed', 'read-uncommitted'),
    ...each('isolation', ['read-committed', 'read-uncommitted'], { transfers: 'read-then-write' }, [
      'money-is-conserved',
    ]),
  ],
  'distributed-consistency': [
    { when: { replication: 'leader' }, givesUp: ['linearizable', 'no-acknowledged-write-lost'] },
    { when: { replication: 'multi-leader' }, givesUp: ['linearizable'] },
    { when: { replication: 'multi-leader', conflicts: 'lww' }, givesUp: ['no-write-dropped'] },
    ...costly('conflicts', 'lww'),
    ...costly('quorums', '1 + 1', '3 + 1'),
    ...each('quorums', ['1 + 1', '3 + 1'], { replication: 'quorum' }, ['linearizable']),
  ],
  'multi-datacenter-replication': [
    {
      when: { mode: 'async' },
      givesUp: ['no-acknowledged-write-lost', 'overwritten-stays-overwritten'],
    },
    { when: { mode: 'multi-leader' }, givesUp: ['causal-order'] },
    // Additions overwrite nothing.
    { when: { mode: 'crdt' }, givesUp: ['overwritten-stays-overwritten'] },
  ],
  'caching-techniques': [
    // What lets the database be overrun (no coalescing, no filter) gives up progress, and so is left out.
    { when: { routing: 'mod-n' }, givesUp: ['few-keys-move'] },
  ],
  'local-vs-global-caching': [...costly('levels', 'local', 'global'), ...costly('absence', 'off')],
  'sharding-and-federation': [
    ...costly('router', 'range'),
    { when: { router: 'mod-n' }, givesUp: ['few-rows-move'] },
    ...costly('migration', 'stop-the-world'),
    { when: { pages: 'all-or-nothing' }, givesUp: ['features-stand-alone'] },
  ],
  'key-value-store': [
    { when: { levels: 'read-all' }, givesUp: ['acknowledged-versions-survive', ...STALE] },
    { when: { levels: 'one' }, givesUp: ['acknowledged-versions-survive', ...STALE] },
    // Sloppy quorums need not meet, whatever is written back: the design shows it.
    { when: { reads: 'written-back', quorum: 'sloppy' }, givesUp: ['store-is-linearizable'] },
  ],
  'rate-limiter': [
    // What a server forgot in a crash counts as used up, for a whole minute or hour; and who turns away at once draws requests.
    ...each('subjects', ['plan', 'dimensions'], { placement: 'split' }, [GETTING_ON]),
  ],
  'message-broker': [
    { when: { producer: 'plain' }, givesUp: ['records-once', 'partition-order'] },
    { when: { producer: 'transactional', isolation: 'uncommitted' }, givesUp: ['transactions-seen-once'] },
    ...costly('isolation', 'uncommitted'),
  ],
  'configuration-store': [
    { when: { reads: 'local' }, givesUp: ['configuration-is-linearizable'] },
    { when: { watch: 'from-now' }, givesUp: ['watchers-miss-nothing'] },
  ],
  'file-and-ftp-adapters': [...costly('resume', 'restart'), ...costly('reading', 'whole')],
  'hotel-reservation': [...costly('optimistic', 'off')],
}
