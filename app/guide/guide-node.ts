/** A piece of a guide: text, or an element. */
export type GuideNode = string | GuideElement

/** A tag with its children. `try` has one text child, the directive. */
export interface GuideElement {
  tag: string
  children: GuideNode[]
}
