import { createElement, type ReactNode } from 'react'
import { Directive } from './directive.tsx'
import type { GuideNode } from './guide-node.ts'
import css from './guide.module.css'

/** A guide's prose, with its directives as things to press. */
export function GuideText({ nodes }: { nodes: readonly GuideNode[] }) {
  return <article className={css.prose}>{nodes.map(shown)}</article>
}

function shown(node: GuideNode, key: number): ReactNode {
  if (typeof node === 'string') return node
  const { tag, children } = node
  if (tag === 'try')
    return <Directive key={key} text={children.filter((child) => typeof child === 'string').join('')} />
  const element = createElement(tag, { key }, ...children.map(shown))
  if (tag !== 'table') return element
  return (
    <div key={key} className={css.tableScroll} role="region" aria-label="Table" tabIndex={0}>
      {element}
    </div>
  )
}
