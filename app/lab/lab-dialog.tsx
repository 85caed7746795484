import { FileUp, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import css from './lab.module.css'

export interface LabDialogProps {
  /** Stands before the names by which scripts find its parts: `trace` for `trace-file`. */
  name: string
  title: string
  description: string
  /** What is read: "trace". */
  thing: string
  /** What such a file may look like. */
  formats: string
  onFile: (file: File) => void
  onClose: () => void
  /** What may be chosen beside the file. */
  options?: ReactNode
  /** How far it is (null when that is not known), and what it does; null when there is nothing to wait for. */
  working: { fraction: number | null; step: string } | null
  onCancel: () => void
  /** One sentence on what went wrong. */
  problem: string | null
  /** What came of it; null before there is anything. */
  children: ReactNode
}

/** A lab: choose a file, watch it being read, see what came of it. */
export function LabDialog({ name, title, description, onClose, problem, children, ...rest }: LabDialogProps) {
  const { thing, formats, onFile, options, working, onCancel } = rest
  const compact = working !== null || children !== null
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      size="wide"
      data-testid={`${name}-lab-dialog`}
    >
      <div className={css.lab}>
        <ChooseFile name={name} thing={thing} formats={formats} compact={compact} onFile={onFile} />
        {options}
        {problem !== null && (
          <p className={css.problem} role="alert" data-testid={`${name}-problem`}>
            {problem}
          </p>
        )}
        {working !== null && (
          <div className={css.working} data-testid={`${name}-working`}>
            <progress
              className={css.progress}
              max={1}
              value={working.fraction ?? undefined}
              aria-label={`Progress with the ${thing}`}
            />
            <span className={css.step}>
              {working.fraction !== null && `${Math.floor(working.fraction * 100)} % · `}
              {working.step}
            </span>
            <Button size="small" icon={X} onClick={onCancel} data-testid={`${name}-cancel`}>
              Cancel
            </Button>
          </div>
        )}
        {children}
      </div>
    </Dialog>
  )
}

/** Large while there is nothing else, small beside what came of the last one. */
function ChooseFile({
  name,
  thing,
  formats,
  compact,
  onFile,
}: Pick<LabDialogProps, 'name' | 'thing' | 'formats' | 'onFile'> & { compact: boolean }) {
  return (
    <label className={compact ? css.chooseCompact : css.choose}>
      <FileUp aria-hidden size={compact ? 16 : 22} />
      <span className={css.chooseText}>
        <strong>
          {compact ? `Another ${thing}…` : `Choose a ${thing}, or drop one anywhere on the page`}
        </strong>
        {!compact && <span className={css.hint}>{formats} The file stays on this device.</span>}
      </span>
      <input
        type="file"
        className={css.file}
        data-testid={`${name}-file`}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = '' // so that the same file can be chosen again
          if (file !== undefined) onFile(file)
        }}
      />
    </label>
  )
}
