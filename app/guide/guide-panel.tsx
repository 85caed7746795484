import { useEffect, useState } from 'react'
import { useRun } from '../state/run-store.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import type { GuideNode } from './guide-node.ts'
import { GuideText } from './guide-text.tsx'
import css from './guide.module.css'

const guides = import.meta.glob<GuideNode[]>('../../engine/designs/*/guide.md', {
  query: '?tree',
  import: 'default',
})

const EstimatesPanel = lazyPart(async () => (await import('./estimates-panel.tsx')).EstimatesPanel)
const InterviewPanel = lazyPart(async () => (await import('./interview-panel.tsx')).InterviewPanel)

const SHEETS = [
  { value: 'guide', label: 'Guide' },
  { value: 'estimates', label: 'Estimates' },
  { value: 'interview', label: 'Questions' },
] as const

/** The design explained beside the running system: every claim points at something to try. */
export function GuidePanel() {
  const design = useRun((run) => run.opened?.design ?? null)
  const [sheet, setSheet] = useState<(typeof SHEETS)[number]['value']>('guide')
  if (design === null) return <p className={css.empty}>Designs of the gallery have a guide.</p>
  return (
    <div className={css.panel} data-testid="guide">
      <div className={css.sheets}>
        <SegmentedControl
          aria-label="What to read"
          size="small"
          value={sheet}
          options={SHEETS}
          onChange={setSheet}
          data-testid="guide-sheets"
        />
      </div>
      {sheet === 'guide' && <LoadedGuide key={design.slug} slug={design.slug} />}
      {sheet === 'estimates' && <EstimatesPanel design={design} />}
      {sheet === 'interview' && <InterviewPanel questions={design.interview} />}
    </div>
  )
}

function LoadedGuide({ slug }: { slug: string }) {
  const [nodes, setNodes] = useState<GuideNode[] | null>(null)
  useEffect(() => {
    let wanted = true
    void guides[`../../engine/designs/${slug}/guide.md`]?.().then((loaded) => wanted && setNodes(loaded))
    return () => {
      wanted = false
    }
  }, [slug])
  if (nodes === null) return <p className={css.empty}>Loading the guide…</p>
  return <GuideText nodes={nodes} />
}
