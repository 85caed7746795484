import { applyUpdate, Doc } from 'yjs'
import { RgaSequence, type SequenceState } from '../../../algorithms/crdt/rga-sequence.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { Workload } from '../../measure.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachOf } from '../each-of.ts'

const EDITS = 20_000

/** One letter typed at a place, or, without a letter, the one there deleted. */
interface Edit {
  readonly at: number
  readonly letter: string
}

/** A text typed by bursts, with corrections, as a writer does it: into one replica, and as it arrives at another. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const edits = someEdits()
    return [typing(edits), arriving(edits)]
  },
}

function typing(edits: Edit[]): Workload {
  return {
    suite: 'algorithms',
    name: 'sequence CRDT: edit',
    count: EDITS,
    ours: () => {
      let text = new RgaSequence<string>({ self: 0 })
      return eachOf(edits, (edit, i) => {
        if (i === 0) text = new RgaSequence<string>({ self: 0 })
        return change(text, edit)
      })
    },
    peers: {
      yjs: () => {
        let text = new Doc().getText()
        return eachOf(edits, (edit, i) => {
          if (i === 0) text = new Doc().getText()
          changeTheirs(text, edit)
        })
      },
    },
  }
}

/** Ours takes plain objects, as messages in a run are; the package decodes bytes. */
function arriving(edits: Edit[]): Workload {
  return {
    suite: 'algorithms',
    name: 'sequence CRDT: take in',
    count: EDITS,
    ours: () => {
      const source = new RgaSequence<string>({ self: 0 })
      const deltas: SequenceState<string>[] = edits.map((edit) => change(source, edit))
      let copy = new RgaSequence<string>({ self: 1 })
      return eachOf(deltas, (delta, i) => {
        if (i === 0) copy = new RgaSequence<string>({ self: 1 })
        return copy.merge(delta)
      })
    },
    peers: {
      yjs: () => {
        const source = new Doc()
        const updates: Uint8Array[] = []
        source.on('update', (update: Uint8Array) => void updates.push(update))
        for (const edit of edits) changeTheirs(source.getText(), edit)
        let copy = new Doc()
        return eachOf(updates, (update, i) => {
          if (i === 0) copy = new Doc()
          applyUpdate(copy, update)
        })
      },
    },
  }
}

const change = (text: RgaSequence<string>, { at, letter }: Edit): SequenceState<string> =>
  letter === '' ? text.delete(at) : text.insert(at, [letter])

function changeTheirs(
  text: { insert(at: number, letter: string): void; delete(at: number, count: number): void },
  { at, letter }: Edit,
): void {
  if (letter === '') text.delete(at, 1)
  else text.insert(at, letter)
}

/** Some forty letters at a place before the writer goes elsewhere; every seventh stroke takes back the last. */
function someEdits(): Edit[] {
  const random = new RandomStream(9, 'bench/edits')
  const edits: Edit[] = []
  let [length, at] = [0, 0]
  while (edits.length < EDITS) {
    if (random.chance(1 / 40)) at = random.below(length + 1)
    if (at > 0 && random.chance(1 / 7)) {
      edits.push({ at: --at, letter: '' })
      length--
    } else {
      edits.push({ at: at++, letter: 'etaoin shrdlu'[random.below(13)] })
      length++
    }
  }
  return edits
}
