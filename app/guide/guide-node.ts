import type { ComponentType } from 'react'

/** A piece of a guide: text, or an element. */
export type GuideNode = string | GuideElement

/** A tag with its children, or an exhibit, which has none. `try` has one text child, the directive. */
export interface GuideElement {
  tag: string | ComponentType
  children: GuideNode[]
}
