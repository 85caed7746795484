import { useEffect, useState } from 'react'
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
  const [parameter] = useState(() => new SteadyParameter(name, onProblem))
  useEffect(() => parameter.follow(nodes, value), [parameter, nodes, value])
  return parameter
}

class SteadyParameter implements SteadySet {
  #nodes: readonly string[] = []
  #shown: ParameterValue | undefined
  readonly #edit = new SteadyEdit<ParameterValue>({
    apply: (next, merge) => this.#set(next, merge),
    present: () => this.#present(),
    playing: () => runStore.getState().playing,
  })

  constructor(
    readonly name: string,
    readonly onProblem: (problem: string | null) => void,
  ) {}

  readonly preview = (value: ParameterValue) => this.#edit.preview(value)
  readonly commit = (value: ParameterValue) => this.#edit.commit(value)
  readonly reset = () => this.#set(null)

  /** What is shown now, and of which nodes. */
  follow(nodes: readonly string[], shown: ParameterValue): void {
    this.#nodes = nodes
    this.#shown = shown
  }

  #set(value: ParameterValue | null, merge?: string): void {
    this.onProblem(null)
    void editor.set(this.#nodes, this.name, value, { merge, quiet: true }).then((answer) => {
      if (!answer.ok) this.onProblem(answer.message)
    })
  }

  /** The value that is shown, if the document says the same: a switch may have changed the one, an edit a moment ago the other. */
  #present(): ParameterValue | undefined {
    const { nodes } = editor.document
    const agreed = this.#nodes.every((node) => nodes[node]?.params[this.name] === this.#shown)
    return agreed ? this.#shown : undefined
  }
}
