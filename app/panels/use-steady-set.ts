import { useEffect, useRef, useState } from 'react'
import type { ParameterValue } from '../../engine/schema/parameter.ts'
import { editor } from '../state/session.ts'
import { runStore } from '../state/run-store.ts'
import { SteadyEdit } from '../state/steady-edit.ts'

/** Takes the value of a control: `preview` while it is held, `commit` when it is meant. */
export interface SteadySet {
  preview: (value: ParameterValue) => void
  commit: (value: ParameterValue) => void
  /** Leaves it to the kind's default. */
  reset: () => void
}

/** Sets a parameter of one node or of several, as one step for each time that a control is used; refusals go to `onProblem`. */
export function useSteadySet(
  nodes: readonly string[],
  name: string,
  value: ParameterValue,
  onProblem: (problem: string | null) => void,
): SteadySet {
  const latest = useRef({ nodes, value })
  useEffect(() => {
    latest.current = { nodes, value }
  }, [nodes, value])
  const [set] = useState((): SteadySet => {
    const apply = (next: ParameterValue | null, merge?: string) => {
      onProblem(null)
      void editor.set(latest.current.nodes, name, next, { merge, quiet: true }).then((answer) => {
        if (!answer.ok) onProblem(answer.message)
      })
    }
    const edit = new SteadyEdit<ParameterValue>({
      apply,
      present: () => agreed(latest.current, name),
      playing: () => runStore.getState().playing,
    })
    return {
      preview: (next) => edit.preview(next),
      commit: (next) => edit.commit(next),
      reset: () => apply(null),
    }
  })
  return set
}

/** The value that the run shows, if the document says the same: a switch may have changed the one, a moment ago an edit the other. */
function agreed({ nodes, value }: { nodes: readonly string[]; value: ParameterValue }, name: string) {
  const { document } = editor
  return nodes.every((node) => document.nodes[node]?.params[name] === value) ? value : undefined
}
