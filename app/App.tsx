import css from './app.module.css'
import { Header } from './header.tsx'
import { NarrowLayout } from './narrow-layout.tsx'
import { Notices } from './notices.tsx'
import { useShortcuts } from './transport/use-shortcuts.ts'
import { TooltipProvider } from './ui/tooltip.tsx'
import { useMedia } from './ui/use-media.ts'
import { WideLayout } from './wide-layout.tsx'

/** The page. */
export function App() {
  const narrow = useMedia('(max-width: 900px)')
  useShortcuts()
  return (
    <TooltipProvider>
      <div className={css.app}>
        <Header />
        <main className={css.main}>{narrow ? <NarrowLayout /> : <WideLayout />}</main>
        <Notices />
      </div>
    </TooltipProvider>
  )
}
