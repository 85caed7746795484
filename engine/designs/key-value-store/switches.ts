import type { Switch } from '../../schema/design.ts'

const nodes = (values: Record<string, number | string | boolean>) => ({ 'kind:storage-node': values })

/** The strategies that can be flipped while it runs. */
export const SWITCHES: Record<string, Switch> = {
  levels: {
    title: 'Read and write quorum',
    doc: 'How many of three copies a read and a write wait for.',
    default: 'two',
    options: {
      two: { title: 'R = 2, W = 2', set: nodes({ readQuorum: 2, writeQuorum: 2 }) },
      one: {
        title: 'R = 1, W = 1',
        set: nodes({ readQuorum: 1, writeQuorum: 1 }),
        naive: 'R + W ≤ N: a read need not meet the write before it, and a write rests on one disk.',
      },
      'write-all': { title: 'R = 1, W = 3', set: nodes({ readQuorum: 1, writeQuorum: 3 }) },
      'read-all': {
        title: 'R = 3, W = 1',
        set: nodes({ readQuorum: 3, writeQuorum: 1 }),
        naive:
          'Reads meet every write, and a write rests on one disk: with that it is lost, acknowledged or not.',
      },
    },
  },
  quorum: {
    title: 'Quorum',
    doc: 'Whether others stand in for owners that are away, and count.',
    default: 'sloppy',
    options: {
      sloppy: { title: 'Sloppy', set: nodes({ quorum: 'sloppy' }) },
      strict: { title: 'Strict', set: nodes({ quorum: 'strict' }) },
    },
  },
  reads: {
    title: 'Reads',
    doc: 'When a read is answered. Written back, it promises to behave like one copy, from the start of the run; writes ask a quorum first what is there.',
    default: 'quorum',
    options: {
      quorum: { title: 'When a quorum answers', set: nodes({ reads: 'quorum' }) },
      'written-back': { title: 'When a quorum holds it', set: nodes({ reads: 'written-back' }) },
    },
  },
  conflicts: {
    title: 'Conflicts',
    doc: 'What becomes of two writes that knew nothing of each other.',
    default: 'siblings',
    options: {
      siblings: { title: 'Siblings (vector clocks)', set: nodes({ conflicts: 'siblings' }) },
      latest: {
        title: 'Last writer wins',
        set: nodes({ conflicts: 'latest', stamps: 'hybrid' }),
        naive: 'Of two writes at the same time one is thrown away, though both were acknowledged.',
      },
      'latest-wall': {
        title: 'Last writer wins, by wall clocks',
        set: nodes({ conflicts: 'latest', stamps: 'wall' }),
        naive:
          'A clock that is ahead wins against everybody, even against those who have read what it wrote.',
      },
    },
  },
  readRepair: {
    title: 'Read repair',
    doc: 'Nodes that answered a read with something old are sent the newest.',
    default: 'on',
    options: {
      on: { title: 'On', set: nodes({ readRepair: true }) },
      off: { title: 'Off', set: nodes({ readRepair: false }) },
    },
  },
  handoff: {
    title: 'Hinted handoff',
    doc: 'What stand-ins keep is handed over when the owner is back.',
    default: 'on',
    options: {
      on: { title: 'On', set: nodes({ handoff: true }) },
      off: {
        title: 'Off',
        set: nodes({ handoff: false }),
        naive: 'What only stand-ins hold is never seen again, though it was acknowledged.',
      },
    },
  },
  antiEntropy: {
    title: 'Anti-entropy',
    doc: 'Hash trees are compared with one node after the other.',
    default: 'on',
    options: {
      on: { title: 'Every half second', set: nodes({ antiEntropyMs: 500 }) },
      off: {
        title: 'Off',
        set: nodes({ antiEntropyMs: 0 }),
        naive: 'A node that lost its disk gets back only what somebody happens to read.',
      },
    },
  },
  deletions: {
    title: 'Deletions',
    doc: 'For how long it is remembered that a key was deleted.',
    default: 'kept',
    options: {
      kept: { title: 'Remembered for a minute', set: nodes({ tombstoneSeconds: 60 }) },
      forgotten: {
        title: 'Forgotten at once',
        set: nodes({ tombstoneSeconds: 0 }),
        naive: 'Whoever was away brings back what was deleted meanwhile.',
      },
    },
  },
  log: {
    title: 'Log',
    doc: 'When a write counts as being on disk.',
    default: 'before-answer',
    options: {
      'before-answer': { title: 'Synced before the answer', set: nodes({ sync: 'before-answer' }) },
      periodic: {
        title: 'Synced every second',
        set: nodes({ sync: 'periodic' }),
        naive: 'A power failure takes the last second of acknowledged writes from all copies at once.',
      },
    },
  },
  compaction: {
    title: 'Compaction',
    doc: 'How tables on disk are merged.',
    default: 'leveled',
    options: {
      leveled: { title: 'Leveled', set: nodes({ compaction: 'leveled' }) },
      tiered: { title: 'Size-tiered', set: nodes({ compaction: 'tiered' }) },
    },
  },
  members: {
    title: 'Ring',
    doc: 'Who owns shares of the keys: nodes join and leave while it runs.',
    default: 'five',
    options: {
      five: { title: 'Five nodes', set: nodes({ ringSize: 5 }) },
      six: { title: 'Six nodes', set: nodes({ ringSize: 6 }) },
      four: { title: 'Four nodes', set: nodes({ ringSize: 4 }) },
    },
  },
}
