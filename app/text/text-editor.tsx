import { useEffect, useRef, useState } from 'react'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { useDark } from '../ui/use-dark.ts'
import { DocumentText } from './document-text.ts'
import css from './text.module.css'

/** The document as text, kept in step with the canvas both ways: what is typed is taken as soon as it is a design. */
export default function TextEditor() {
  const holderRef = useRef<HTMLDivElement>(null)
  const [text, setText] = useState<DocumentText | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const document = useRun((run) => run.opened?.document)
  const dark = useDark(useUi((ui) => ui.theme))
  useEffect(() => {
    const holder = holderRef.current
    if (holder === null) return
    let made: DocumentText | null = null
    let gone = false
    void DocumentText.open(holder, setWrong).then((opened) => {
      if (gone) return opened.dispose()
      made = opened
      setText(opened)
    })
    return () => {
      gone = true
      made?.dispose()
    }
  }, [])
  useEffect(() => {
    if (document !== undefined) text?.show(document)
  }, [text, document])
  useEffect(() => text?.setDark(dark), [text, dark])
  return (
    <>
      <div ref={holderRef} className={css.editor} data-keys="own" data-testid="text-editor" />
      <p className={css.state} data-wrong={wrong !== null} role="status" data-testid="text-state">
        {wrong ?? 'In step with the graph.'}
      </p>
    </>
  )
}
