import type { LucideIcon } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import css from './lab.module.css'

export interface LabEntryProps {
  title: string
  /** What it is for, in a few words. */
  label: string
  icon: LucideIcon
  /** What the page says while a file is held over it. */
  invitation: string
  onFile: (file: File) => void
  onOpen: () => void
  'data-testid': string
}

/** The way into a lab: a button in the header, and a file dropped anywhere on the page. */
export function LabEntry({ title, label, icon, invitation, onFile, onOpen, ...rest }: LabEntryProps) {
  return (
    <>
      <FileDrop invitation={invitation} onFile={onFile} />
      <Button size="small" icon={icon} aria-label={label} data-testid={rest['data-testid']} onClick={onOpen}>
        <span className={css.wideOnly}>{title}</span>
      </Button>
    </>
  )
}
