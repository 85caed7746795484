import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { lazyPart } from '../ui/lazy-part.tsx'

const SearchPalette = lazyPart(async () => (await import('./search-palette.tsx')).SearchPalette)

/** The search palette, while it is wished for. */
export function WishedPalette() {
  const wish = useUi((ui) => ui.palette)
  const document = useRun((run) => run.opened?.document)
  return wish !== null && document !== undefined && <SearchPalette wish={wish} document={document} />
}
