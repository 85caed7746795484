import type { BreakButton } from '../../schema/design.ts'

/** The faults that this design’s entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'messages dropped': {
    title: 'Drop all invalidations',
    doc: 'The channel loses every message. Nobody is told, and nobody knows that he was not.',
    actions: [{ do: 'inject', fault: 'loss', id: 'dropped', on: { node: 'channel' }, params: { share: 1 } }],
  },
  'shared cache dies': {
    title: 'Stop the shared cache',
    doc: 'What the servers do not hold themselves comes from the database.',
    actions: [{ do: 'inject', fault: 'crash', id: 'shared-dies', on: { node: 'shared' } }],
  },
  'cold server': {
    title: 'Restart a server cold',
    doc: 'Server 2 starts again with an empty memory.',
    actions: [{ do: 'inject', fault: 'restart', id: 'cold', on: { node: 'app-2' } }],
  },
  'hot key': {
    title: 'Let everybody want one key',
    doc: 'Half of all requests, writes included, are about one key: every write of it outdates a copy on every server.',
    actions: [{ do: 'inject', fault: 'hot-key', id: 'hot', on: { node: 'users' }, params: { share: 0.5 } }],
  },
  'flush servers': {
    title: 'Clear all servers by hand',
    doc: 'The last resort when old copies are about: every server forgets all it holds.',
    actions: ['app-1', 'app-2', 'app-3', 'app-4'].map((node) => ({
      do: 'inject' as const,
      fault: 'flush',
      id: `flush-${node}`,
      on: { node },
    })),
  },
}
