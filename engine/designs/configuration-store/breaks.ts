import type { BreakButton } from '../../schema/design.ts'
import { ALONE, AWAY, CRASH, DRIFT, MINORITY, PAUSE, SLOW_DISK } from './faults.ts'

/** The faults that this design's entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'leader crash': {
    title: 'Crash the first leader',
    doc: 'Server 1 is down. Another stands within a third of a second and leads the next term.',
    actions: [CRASH],
  },
  'minority partition': {
    title: 'Cut two servers off',
    doc: 'Servers 1 and 2 see each other and programs, and none of the other three.',
    actions: [MINORITY],
  },
  'slow disk': {
    title: 'Slow one disk down',
    doc: 'Everything takes sixty times as long at server 1: a flush takes 60 ms.',
    actions: [SLOW_DISK],
  },
  'watchers away': {
    title: 'Cut the web fleet off',
    doc: 'Its 2,000 watchers hear of no server; when they are back, what they have missed may be compacted.',
    actions: [AWAY],
  },
  'clock drift': {
    title: 'Let clocks drift, and cut the leader off',
    doc: 'Server 1 runs a tenth slow and the others a tenth fast: its lease must end before they elect another.',
    actions: [...DRIFT, ALONE],
  },
  'holder pauses': {
    title: 'Freeze the lock’s holders',
    doc: 'The batch workers stand still and do not notice; after ten seconds their leases end.',
    actions: [PAUSE],
  },
}
