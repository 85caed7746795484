import { useRun } from '../state/run-store.ts'
import { lazyPart } from '../ui/lazy-part.tsx'

const TraceLab = lazyPart(async () => (await import('../trace-lab/trace-lab.tsx')).TraceLab)
const FileLab = lazyPart(async () => (await import('../file-lab/file-lab.tsx')).FileLab)

/** What reads files of one's own, each beside the designs that have to do with them: traces and caches, records and adapters. */
export function Labs() {
  const nodes = useRun((run) => run.opened?.document.nodes)
  const has = (kind: string) => Object.values(nodes ?? {}).some((node) => node.kind === kind)
  return (
    <>
      {has('cache') && <TraceLab />}
      {has('file-adapter') && <FileLab />}
    </>
  )
}
