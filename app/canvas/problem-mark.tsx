import { CircleAlert } from 'lucide-react'
import { useProblemOf } from '../state/problems.ts'
import css from './node-card.module.css'

/** A mark at the corner of a card that cannot do all of its work as it is connected; at any zoom. */
export function ProblemMark({ node }: { node: string }) {
  const problem = useProblemOf(node)
  if (problem === null) return null
  return (
    <span
      className={css.problem}
      role="img"
      aria-label={problem}
      title={problem}
      data-testid={`problem-${node}`}
    >
      <CircleAlert aria-hidden />
    </span>
  )
}
