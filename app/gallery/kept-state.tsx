import { CloudAlert, CloudCheck, LoaderCircle } from 'lucide-react'
import { librarianSoon } from '../storage/keep-designs.ts'
import { useShelf } from '../storage/shelf-store.ts'
import { Button } from '../ui/button.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import css from './kept-state.module.css'

/** Whether what was edited is kept; when two tabs have written one design, whose it is to be. Nothing for a design as it came. */
export function KeptState() {
  const { current, state, problem } = useShelf((shelf) => shelf)
  if (problem?.why === 'conflict' && current !== null) return <Conflict id={current.id} />
  if (current === null && problem === null) return null
  const says = problem !== null ? problem.message : state === 'kept' ? 'Kept in this browser.' : 'Being kept…'
  const Icon = problem !== null ? CloudAlert : state === 'kept' ? CloudCheck : LoaderCircle
  return (
    <Tooltip label={says}>
      <span
        className={css.state}
        data-problem={problem !== null}
        role="status"
        aria-label={says}
        tabIndex={0}
        data-testid="kept"
        data-state={problem !== null ? problem.why : state}
      >
        <Icon aria-hidden size={16} />
      </span>
    </Tooltip>
  )
}

function Conflict({ id }: { id: string }) {
  return (
    <span className={css.conflict} role="alert" data-testid="conflict">
      Changed in another tab.
      <Button
        size="small"
        onClick={() => void librarianSoon().then((librarian) => librarian.keepCopy())}
        data-testid="keep-copy"
      >
        Keep mine as a copy
      </Button>
      <Tooltip label="What you have edited is kept as a copy among your designs.">
        <Button
          size="small"
          variant="quiet"
          onClick={() => void librarianSoon().then((librarian) => librarian.open(id))}
          data-testid="load-other"
        >
          Load the other
        </Button>
      </Tooltip>
    </span>
  )
}
