import { useState, type KeyboardEvent } from 'react'
import { editor } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import css from './panel.module.css'

const LONGEST = 120

/** The name of a node, to be read and to be written over. Escape leaves it as it was. */
export function NodeName({ node }: { node: string }) {
  const label = useRun((run) => run.opened?.document.nodes[node]?.label ?? node)
  const [typed, setTyped] = useState<string | null>(null)
  const leave = () => {
    const wanted = typed?.trim() ?? ''
    setTyped(null)
    if (wanted !== '' && wanted !== label) void editor.rename(node, wanted)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur()
    if (event.key === 'Escape') setTyped(null)
  }
  return (
    <h2>
      <input
        className={css.nameInput}
        aria-label="Name of the node"
        value={typed ?? label}
        maxLength={LONGEST}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={press}
        data-rename
        data-testid="node-name"
      />
    </h2>
  )
}
