import '@fontsource-variable/ibm-plex-sans/index.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { installDriver } from './driver.ts'
import { loadWhenIdle } from './load-when-idle.ts'
import { keepOffline } from './offline/keep-offline.ts'
import { runStore } from './state/run-store.ts'
import { keepDesigns } from './storage/keep-designs.ts'
import { editor, session, sharing } from './state/session.ts'
import { uiStore } from './state/ui-store.ts'
import { dropLostSelection, watchSelection } from './state/watch-selection.ts'
import { keepPageOnDrop } from './ui/stray-files.ts'
import { applyTheme, storedTheme } from './ui/theme.ts'

const theme = storedTheme()
applyTheme(theme)
uiStore.setState({ theme })
uiStore.subscribe((state, before) => {
  if (state.theme !== before.theme) applyTheme(state.theme)
})
dropLostSelection(runStore, uiStore)
watchSelection(uiStore, session.commands)
installDriver(session, editor, sharing)
keepDesigns(runStore)
keepOffline()
keepPageOnDrop(window)
loadWhenIdle(runStore)

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
