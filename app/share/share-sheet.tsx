import { Copy, FileUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { InputError } from '../../engine/schema/input-error.ts'
import { session, sharing } from '../state/session.ts'
import { useUi } from '../state/ui-store.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { ExportButtons } from './export-buttons.tsx'
import css from './share.module.css'

const MOST_FILE_BYTES = 4_194_304

/** The ways out of the page and back in. */
export function ShareSheet({ onDone }: { onDone: () => void }) {
  return (
    <div className={css.menu}>
      <LinkField />
      <p className={css.about}>
        It carries the design, the seed and everything that was done. Opening it does the run again, to the
        same digest.
      </p>
      <ExportButtons />
      <ImportButton onDone={onDone} />
    </div>
  )
}

/** The run up to now as an address; whoever opens it sees the same run, to the bit. */
function LinkField() {
  const lane = useUi((ui) => ui.lane)
  const [link, setLink] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    let gone = false
    const said = (error: unknown) => {
      if (!(error instanceof InputError)) throw error
      if (!gone) setProblem(error.message)
    }
    const { origin, pathname } = window.location
    void sharing.link(lane).then((fragment) => {
      if (!gone) setLink(`${origin}${pathname}#${fragment}`)
    }, said)
    return () => {
      gone = true
    }
  }, [lane])
  const copy = async () => {
    if (link === null) return
    try {
      await navigator.clipboard.writeText(link)
      setCopied(true)
    } catch {
      setProblem('The browser does not let the page copy; select the link and copy it yourself.')
    }
  }
  return (
    <Field label="Link to this run" error={problem}>
      {(control) => (
        <span className={css.link}>
          <input
            {...control}
            className={css.input}
            readOnly
            value={link ?? ''}
            onFocus={(event) => event.target.select()}
            data-testid="share-link"
          />
          <Button
            size="small"
            variant="primary"
            icon={Copy}
            disabled={link === null}
            onClick={() => void copy()}
            data-testid="copy-link"
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        </span>
      )}
    </Field>
  )
}

function ImportButton({ onDone }: { onDone: () => void }) {
  const inputRef = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > MOST_FILE_BYTES) {
      return session.notify('failure', `"${file.name}" is larger than 4 MiB; it cannot be a design.`)
    }
    const answer = await sharing.openFile(await file.text())
    if (answer.ok) onDone()
  }
  return (
    <>
      <input
        ref={inputRef}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          void take(event.target.files?.[0])
          event.target.value = '' // the same file may be chosen again
        }}
        data-testid="import-file"
      />
      <Button size="small" icon={FileUp} onClick={() => inputRef.current?.click()} data-testid="import">
        Open a file…
      </Button>
    </>
  )
}
