import { Keyboard } from 'lucide-react'
import { IconButton } from '../ui/icon-button.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Popover } from '../ui/popover.tsx'

const ShortcutsList = lazyPart(async () => (await import('./shortcuts-list.tsx')).ShortcutsList)

/** The keys, for those who would rather not point. */
export function ShortcutsPopover() {
  return (
    <Popover
      label="Keyboard shortcuts"
      align="end"
      trigger={<IconButton icon={Keyboard} label="Keyboard shortcuts" data-testid="shortcuts" />}
    >
      <ShortcutsList />
    </Popover>
  )
}
