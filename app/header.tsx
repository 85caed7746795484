import { Monitor, Moon, Sun } from 'lucide-react'
import css from './app.module.css'
import { GalleryDialog } from './gallery/gallery-dialog.tsx'
import { Labs } from './lab/labs.tsx'
import { Mark } from './mark.tsx'
import { CompareControl } from './panels/compare-control.tsx'
import { PromiseState } from './panels/promise-state.tsx'
import { ShareMenu } from './share/share-menu.tsx'
import { useRun } from './state/run-store.ts'
import { uiStore, useUi } from './state/ui-store.ts'
import { useShelf } from './storage/shelf-store.ts'
import { ShortcutsPopover } from './transport/shortcuts-popover.tsx'
import { IconButton } from './ui/icon-button.tsx'
import { lazyPart } from './ui/lazy-part.tsx'
import type { Theme } from './ui/theme.ts'

// A first visit has edited nothing, and opened nothing that was shared.
const KeptState = lazyPart(async () => (await import('./gallery/kept-state.tsx')).KeptState)
const VerdictBadge = lazyPart(async () => (await import('./share/verdict-badge.tsx')).VerdictBadge)

/** Product, design, and what concerns the whole page. */
export function Header() {
  const edited = useShelf(({ current, problem }) => current !== null || problem !== null)
  const shared = useRun(({ doingAgain, opened }) => doingAgain || (opened?.verdict ?? null) !== null)
  return (
    <header className={css.header}>
      <span className={css.product}>
        <Mark />
        <span className={css.productName}>Breakwater</span>
      </span>
      <GalleryDialog />
      {edited && <KeptState />}
      <PromiseState />
      {shared && <VerdictBadge />}
      <div className={css.headerTools}>
        <Labs />
        <CompareControl />
        <ShareMenu />
        <span className={css.keyboardOnly}>
          <ShortcutsPopover />
        </span>
        <ThemeButton />
      </div>
    </header>
  )
}

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const LOOKS = {
  system: { icon: Monitor, label: 'Theme: as the device. Change to light' },
  light: { icon: Sun, label: 'Theme: light. Change to dark' },
  dark: { icon: Moon, label: 'Theme: dark. Change to the device’s' },
} as const

function ThemeButton() {
  const theme = useUi((ui) => ui.theme)
  return (
    <IconButton
      {...LOOKS[theme]}
      onClick={() => uiStore.setState({ theme: NEXT[theme] })}
      data-testid="theme"
    />
  )
}
