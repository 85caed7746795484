import css from './app.module.css'
import { useEditKeys } from './canvas/use-edit-keys.ts'
import { Header } from './header.tsx'
import { NarrowLayout } from './narrow-layout.tsx'
import { Notices } from './notices.tsx'
import { WishedPalette } from './palette/wished-palette.tsx'
import { useShortcuts } from './transport/use-shortcuts.ts'
import { TooltipProvider } from './ui/tooltip.tsx'
import { useMedia } from './ui/use-media.ts'
import { WideLayout } from './wide-layout.tsx'

/** The page. */
export function App() {
  const narrow = useMedia('(max-width: 900px)')
  useShortcuts()
  useEditKeys()
  return (
    <TooltipProvider>
      <div className={css.app}>
        <Header />
        <main className={css.main}>{narrow ? <NarrowLayout /> : <WideLayout />}</main>
        <WishedPalette />
        <Notices />
      </div>
    </TooltipProvider>
  )
}
