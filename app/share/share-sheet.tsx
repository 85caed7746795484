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
  const lane = useUi((ui) => ui.lane)
  const link = useMade(() => sharing.link(lane), lane)
  const file = useMade(() => sharing.file(lane), lane)
  return (
    <div className={css.menu}>
      <LinkField fragment={link.made} refused={link.refused} />
      <p className={css.about}>
        It carries the design, the seed and everything that was done. Opening it does the run again, to the
        same digest.
      </p>
      <ExportButtons refused={file.refused} />
      {file.refused !== null && file.refused !== link.refused && (
        <p className={css.refused} role="alert">
          {file.refused}
        </p>
      )}
      <ImportButton onDone={onDone} />
    </div>
  )
}

/** What is made when the sheet is opened, so that a person hears before they try why it cannot be. */
function useMade(make: () => Promise<string>, lane: number) {
  const [state, setState] = useState<{ made: string | null; refused: string | null }>(NOT_YET)
  useEffect(() => {
    let gone = false
    const refused = (error: unknown) => {
      if (!(error instanceof InputError)) throw error
      if (!gone) setState({ made: null, refused: error.message })
    }
    void make().then((made) => !gone && setState({ made, refused: null }), refused)
    return () => {
      gone = true
    }
    // oxlint-disable-next-line react/exhaustive-deps -- made once for a lane
  }, [lane])
  return state
}
const NOT_YET = { made: null, refused: null }

/** The run up to now as an address; whoever opens it sees the same run, to the bit. */
function LinkField({ fragment, refused }: { fragment: string | null; refused: string | null }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [copied, setCopied] = useState(false)
  const { origin, pathname } = window.location
  const link = fragment === null ? null : `${origin}${pathname}#${fragment}`
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
    <Field label="Link to this run" error={problem ?? refused}>
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
