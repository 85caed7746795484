import { readFileSync } from 'node:fs'
import type { Nodes, RootContent } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { Plugin } from 'vite'
import type { GuideElement, GuideNode } from './guide-node.ts'
import { withDirectives } from './directives.ts'

const QUERY = '?tree'

/** What `{show …}` may show. It travels with the guides that show it, not with the page. */
const EXHIBITS: Readonly<Record<string, { component: string; file: string }>> = {
  anomalies: { component: 'AnomalyTable', file: '/app/anomalies/anomaly-table.tsx' },
}

/** Reads guides while the page is built, so that no reader of Markdown has to travel to the browser: `guide.md?tree`. */
export function guidePlugin(): Plugin {
  return {
    name: 'guides',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(`.md${QUERY}`)) return null
      const file = id.slice(0, -QUERY.length)
      this.addWatchFile(file)
      return guideModule(readFileSync(file, 'utf8'))
    },
  }
}

/** The module of a guide: its tree, with components where exhibits stand. */
export function guideModule(text: string): string {
  const tree = JSON.stringify(parseGuide(text))
  const shown = new Set<string>()
  const code = tree.replace(/\{"tag":"show","children":\["([^"]+)"\]\}/g, (_, what: string) => {
    if (EXHIBITS[what] === undefined) throw new Error(`Guides cannot show "${what}"; see guide-plugin.ts.`)
    shown.add(what)
    return `{"tag":${EXHIBITS[what].component},"children":[]}`
  })
  const imports = [...shown].map((what) => {
    const { component, file } = EXHIBITS[what]
    return `import { ${component} } from '${file}'\n`
  })
  return `${imports.join('')}export default ${code}`
}

/** A guide's Markdown as a tree of tags; directives become `try`. Throws on what guides have no tag for. */
export function parseGuide(text: string): GuideNode[] {
  const processor = unified().use(remarkParse).use(remarkGfm)
  return processor.parse(withDirectives(text)).children.map(nodeOf)
}

const TAGS: Partial<Record<RootContent['type'], string>> = {
  paragraph: 'p',
  strong: 'strong',
  emphasis: 'em',
  listItem: 'li',
  blockquote: 'blockquote',
  tableRow: 'tr',
  tableCell: 'td',
}

function nodeOf(node: RootContent): GuideNode {
  switch (node.type) {
    case 'text':
      return node.value.replace(/\n/g, ' ')
    case 'inlineCode':
      return element('code', [node.value])
    case 'code':
      return element('pre', [node.value])
    case 'heading':
      return element(`h${node.depth}`, childrenOf(node))
    case 'list':
      return element(node.ordered === true ? 'ol' : 'ul', childrenOf(node))
    case 'link':
      if (node.url.startsWith('#try:'))
        return element('try', [decodeURIComponent(node.url.slice('#try:'.length))])
      // The page works offline: a source is named, not linked.
      return element('span', childrenOf(node))
    case 'table': {
      const [head, ...rows] = node.children
      const cells = head.children.map((cell) => element('th', childrenOf(cell)))
      return element('table', [element('thead', [element('tr', cells)]), element('tbody', rows.map(nodeOf))])
    }
    default: {
      const exhibit = exhibitOf(node)
      if (exhibit !== null) return element('show', [exhibit])
      const tag = TAGS[node.type]
      if (tag === undefined) throw new Error(`Guides have no ${node.type}; see guide-plugin.ts.`)
      return element(tag, tight(node))
    }
  }
}

/** What `{show …}` names, where a paragraph is nothing else. */
function exhibitOf(node: RootContent): string | null {
  const only = node.type === 'paragraph' && node.children.length === 1 ? node.children[0] : null
  const directive = only?.type === 'link' ? decodeURIComponent(only.url) : ''
  return directive.startsWith('#try:show ') ? directive.slice('#try:show '.length) : null
}

const element = (tag: string, children: GuideNode[]): GuideElement => ({ tag, children })

function childrenOf(node: Nodes): GuideNode[] {
  return 'children' in node ? node.children.map(nodeOf) : []
}

/** The only paragraph of a list item is the item itself. */
function tight(node: RootContent): GuideNode[] {
  const only = node.type === 'listItem' && node.children.length === 1 ? node.children[0] : null
  return only?.type === 'paragraph' ? childrenOf(only) : childrenOf(node)
}
