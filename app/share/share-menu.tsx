import { Share2 } from 'lucide-react'
import { useState } from 'react'
import { useRun } from '../state/run-store.ts'
import { Button } from '../ui/button.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Popover } from '../ui/popover.tsx'
import css from './share.module.css'

const ShareSheet = lazyPart(async () => (await import('./share-sheet.tsx')).ShareSheet)

/** Takes the run out of the page: as a link, as files; and brings one back in. */
export function ShareMenu() {
  const [open, setOpen] = useState(false)
  const isOpen = useRun((run) => run.opened !== null)
  if (!isOpen) return null
  return (
    <Popover
      label="Share this run"
      open={open}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <Button size="small" icon={Share2} aria-label="Share this run" data-testid="share">
          <span className={css.wideOnly}>Share</span>
        </Button>
      }
      data-testid="share-menu"
    >
      {open && <ShareSheet onDone={() => setOpen(false)} />}
    </Popover>
  )
}
