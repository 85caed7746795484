import { CircleAlert } from 'lucide-react'
import { useProblems } from '../state/problems.ts'
import { selectNode } from '../state/ui-store.ts'
import css from './problem-list.module.css'

/** What keeps parts of the design from working; everything else runs. Pressed, an entry points at its node. */
export function ProblemList() {
  const problems = useProblems()
  if (problems.length === 0) return null
  return (
    <section className={css.problems} aria-label="What does not work yet" data-testid="problems">
      <h3 className={css.heading}>
        <CircleAlert aria-hidden size={14} />
        {problems.length === 1 ? 'One thing does not work yet' : `${problems.length} things do not work yet`}
      </h3>
      <ul className={css.list}>
        {problems.map(({ node, text }) => (
          <li key={`${node} ${text}`}>
            {node === null ? (
              <p className={css.problem}>{text}</p>
            ) : (
              <button type="button" className={css.problem} onClick={() => selectNode(node)}>
                {text}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
