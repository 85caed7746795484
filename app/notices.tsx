import css from './app.module.css'
import { useRun } from './state/run-store.ts'
import { session } from './state/session.ts'
import { Notice } from './ui/notice.tsx'

/** Messages that stand over the page until they are dismissed. */
export function Notices() {
  const notices = useRun((run) => run.notices)
  return (
    <div className={css.notices} data-testid="notices">
      {notices.map(({ id, tone, text }) => (
        <Notice key={id} tone={tone} onDismiss={() => session.dismiss(id)} data-testid="notice">
          {text}
        </Notice>
      ))}
    </div>
  )
}
