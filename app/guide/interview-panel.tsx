import type { InterviewQuestion } from '../../engine/schema/design.ts'
import css from './guide.module.css'

/** Questions that interviewers ask of this design, each with an answer to uncover. */
export function InterviewPanel({ questions }: { questions: readonly InterviewQuestion[] }) {
  return (
    <div className={css.prose} data-testid="questions">
      {questions.map(({ ask, answer }) => (
        <details key={ask} className={css.question}>
          <summary>{ask}</summary>
          <p>{answer}</p>
        </details>
      ))}
    </div>
  )
}
