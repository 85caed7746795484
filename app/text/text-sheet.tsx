import { lazy, Suspense } from 'react'
import css from './text.module.css'

const TextEditor = lazy(() => import('./text-editor.tsx'))

/** The open document as text. The editor is loaded when this is first looked at. */
export function TextSheet() {
  return (
    <div className={css.sheet} data-testid="text-sheet">
      <Suspense fallback={<p className={css.wait}>Loading the editor…</p>}>
        <TextEditor />
      </Suspense>
    </div>
  )
}
