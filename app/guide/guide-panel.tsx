import { lazy, Suspense, useEffect, useState } from 'react'
import { useRun } from '../state/run-store.ts'
import { Tabs } from '../ui/tabs.tsx'
import { EstimatesPanel } from './estimates-panel.tsx'
import { InterviewPanel } from './interview-panel.tsx'
import css from './guide.module.css'

const GuideText = lazy(() => import('./guide-text.tsx'))
const guides = import.meta.glob<string>('../../engine/designs/*/guide.md', {
  query: '?raw',
  import: 'default',
})

/** The design explained beside the running system: every claim points at something to try. */
export function GuidePanel() {
  const design = useRun((run) => run.opened?.design ?? null)
  const [sheet, setSheet] = useState('guide')
  if (design === null) return <p className={css.empty}>Designs of the gallery have a guide.</p>
  return (
    <div className={css.panel} data-testid="guide">
      <Tabs
        label="Guide"
        value={sheet}
        onChange={setSheet}
        tabs={[
          { id: 'guide', label: 'Guide', content: <LoadedGuide key={design.slug} slug={design.slug} /> },
          { id: 'estimates', label: 'Estimates', content: <EstimatesPanel design={design} /> },
          { id: 'interview', label: 'Questions', content: <InterviewPanel questions={design.interview} /> },
        ]}
      />
    </div>
  )
}

function LoadedGuide({ slug }: { slug: string }) {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    void guides[`../../engine/designs/${slug}/guide.md`]?.().then((loaded) => wanted && setText(loaded))
    return () => {
      wanted = false
    }
  }, [slug])
  if (text === null) return <p className={css.empty}>Loading the guide…</p>
  return (
    <Suspense fallback={<p className={css.empty}>Loading the guide…</p>}>
      <GuideText text={text} />
    </Suspense>
  )
}
