import type { Action, Scenario } from '../../schema/design.ts'
import { at, flip } from '../scenario-steps.ts'

const DROPPED: Action = {
  do: 'inject',
  fault: 'loss',
  id: 'dropped',
  on: { node: 'channel' },
  params: { share: 1 },
}
const SHARED_DIES: Action = { do: 'inject', fault: 'crash', id: 'shared-dies', on: { node: 'shared' } }
const COLD: Action = { do: 'inject', fault: 'restart', id: 'cold', on: { node: 'app-2' } }
const HOT: Action = {
  do: 'inject',
  fault: 'hot-key',
  id: 'hot',
  on: { node: 'users' },
  params: { share: 0.5 },
}
const FAST = ['half within two milliseconds', 'four in five are fast', 'users are served']
const SOUND = ['bounded-staleness', 'copies-end', 'cached-values-count']
const MANY_DEAD: Action = { do: 'set', node: 'visitors', param: 'ratePerSecond', value: 100 }
const WRITES: Action = { do: 'set', node: 'users', param: 'readShare', value: 0.95 }
/** Old values come sooner when all read the same few keys. */
const FEW_KEYS: Action = { do: 'set', node: 'users', param: 'keys', value: 2_000 }

/** Both levels at work, their faults, and what each of them is worth. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'Two levels',
    doc: 'Own memories of 1,000 entries, a shared cache, messages about writes.',
    seconds: 15,
    meets: FAST,
    holds: SOUND,
  },
  'local only': {
    title: 'Local caches only',
    doc: 'Four servers miss four times; the database is overwhelmed.',
    seconds: 15,
    with: [flip('levels', 'local')],
    breaks: ['four in five are fast'],
  },
  'global only': {
    title: 'Global cache only',
    doc: 'One copy for all, and a network round trip for every read.',
    seconds: 10,
    with: [flip('levels', 'global')],
    breaks: ['half within two milliseconds'],
  },
  'messages dropped': {
    title: 'Invalidations are dropped',
    doc: 'Copies grow as old as their expiry allows, and no older.',
    seconds: 16,
    with: [WRITES],
    script: [at(2, DROPPED)],
    meets: FAST,
    holds: SOUND,
  },
  'messages dropped, no expiry': {
    title: 'Invalidations are dropped, copies never expire',
    doc: 'What was overwritten is served for good.',
    seconds: 16,
    with: [WRITES, FEW_KEYS, flip('expiry', 'never')],
    script: [at(2, DROPPED)],
    violates: ['bounded-staleness', 'copies-end'],
  },
  'version stamps': {
    title: 'Version stamps, no expiry, messages dropped',
    doc: 'Nobody needs a message: no read is older than the bound, though copies never expire.',
    seconds: 14,
    with: [WRITES, flip('invalidation', 'version-stamp'), flip('expiry', 'never')],
    script: [at(2, DROPPED)],
    meets: FAST,
    holds: SOUND,
  },
  'version stamps, servers cut off': {
    title: 'Version stamps while a server hears nothing',
    doc: 'Server 1 cannot ask for stamps: it trusts no copy longer than half a second, rather than serve an old one.',
    seconds: 12,
    with: [WRITES, flip('invalidation', 'version-stamp'), flip('expiry', 'never')],
    script: [
      at(3, { do: 'inject', fault: 'partition', id: 'cut', on: { edge: 'app-1.origin>database' } }),
      at(8, { do: 'lift', id: 'cut' }),
    ],
    holds: SOUND,
  },
  'only the writer clears': {
    title: 'Only the writer’s server forgets',
    doc: 'The other three serve the old value until it expires.',
    seconds: 12,
    with: [WRITES, FEW_KEYS, flip('invalidation', 'manual')],
    violates: ['bounded-staleness', 'copies-end'],
  },
  'shared cache dies': {
    title: 'The shared cache dies',
    doc: 'The servers’ own memories carry half the load; the database feels the rest, and nothing old is served.',
    seconds: 18,
    script: [at(5, SHARED_DIES)],
    breaks: ['four in five are fast'],
    holds: SOUND,
  },
  'cold server': {
    title: 'One server restarts cold',
    doc: 'Its memory fills again from the shared cache; the database hardly notices.',
    seconds: 12,
    script: [at(6, COLD)],
    meets: FAST,
    holds: SOUND,
  },
  'hot key': {
    title: 'Half of all requests about one key',
    doc: 'Each write of it is followed by one load, whoever asks.',
    seconds: 12,
    script: [at(4, HOT)],
    meets: FAST,
    holds: SOUND,
  },
  'dead links': {
    title: 'Many dead links',
    doc: 'Absence is remembered: the database is asked once a link and server.',
    seconds: 12,
    with: [MANY_DEAD],
    meets: [...FAST, 'dead links cost little'],
    holds: SOUND,
  },
  'dead links, absence forgotten': {
    title: 'Many dead links, no negative caching',
    doc: 'Every reader of a dead link waits for the database, and so does everybody else.',
    seconds: 12,
    with: [MANY_DEAD, flip('absence', 'off')],
    breaks: ['dead links cost little'],
  },
  'falsy values': {
    title: 'The source’s look-up',
    doc: 'Most records are counters at zero: cached, found, and taken for misses.',
    seconds: 10,
    with: [flip('lookup', 'truthiness')],
    breaks: ['four in five are fast'],
    violates: ['cached-values-count'],
  },
}
