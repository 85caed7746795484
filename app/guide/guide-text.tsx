import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { useRun } from '../state/run-store.ts'
import { Directive } from './directive.tsx'
import { withDirectives } from './directives.ts'
import css from './guide.module.css'

const components: Components = {
  a: ({ href, children }) =>
    href?.startsWith('#try:') === true ? (
      <Directive text={decodeURIComponent(href.slice('#try:'.length))} />
    ) : (
      <span>{children}</span>
    ),
  table: ({ children }) => (
    <div className={css.tableScroll} role="region" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
}

/** A guide's prose, with its directives as things to press. */
export default function GuideText({ text }: { text: string }) {
  const design = useRun((run) => run.opened?.design ?? null)
  if (design === null) return null
  return (
    <article className={css.prose}>
      <Markdown remarkPlugins={[remarkGfm]} components={components} urlTransform={(url) => url}>
        {withDirectives(text)}
      </Markdown>
    </article>
  )
}
