import { useEffect, useRef, useState } from 'react'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { useDark } from '../ui/use-dark.ts'
import { Button } from '../ui/button.tsx'
import { DocumentText, type TextSays } from './document-text.ts'
import css from './text.module.css'

/** The document as text, kept in step with the canvas both ways: what is typed is taken as soon as it is a design. */
export default function TextEditor() {
  const holderRef = useRef<HTMLDivElement>(null)
  const [text, setText] = useState<DocumentText | null>(null)
  const [says, setSays] = useState<TextSays>(IN_STEP)
  const document = useRun((run) => run.opened?.document)
  const dark = useDark(useUi((ui) => ui.theme))
  useEffect(() => {
    const holder = holderRef.current
    if (holder === null) return
    let made: DocumentText | null = null
    let gone = false
    void DocumentText.open(holder, setSays).then((opened) => {
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
    if (document !== undefined) text?.follow()
  }, [text, document])
  useEffect(() => text?.setDark(dark), [text, dark])
  return (
    <>
      <div ref={holderRef} className={css.editor} data-keys="own" data-testid="text-editor" />
      <div className={css.state} data-wrong={says.wrong !== null} role="status" data-testid="text-state">
        <p>
          {says.wrong} {relation(says)}
        </p>
        {says.ahead && (
          <Button size="small" variant="quiet" onClick={() => text?.giveUp()} data-testid="text-give-up">
            Back to the graph’s text
          </Button>
        )}
      </div>
    </>
  )
}

const IN_STEP: TextSays = { wrong: null, ahead: false, behindToo: false }

/** How text and graph stand to each other, in a sentence. */
function relation({ wrong, ahead, behindToo }: TextSays): string {
  if (!ahead) return 'In step with the graph.'
  const also = behindToo ? ' What was edited there meanwhile is kept too.' : ''
  return wrong === null
    ? `The text is ahead of the graph, which takes it when you type on.${also}`
    : `The text is ahead of the graph, which stays as it was until this is right.${also}`
}
