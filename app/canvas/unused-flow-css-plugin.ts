import type { Plugin } from 'vite'

/** Parts of React Flow that nothing here draws: a map, buttons, resizers, nodes of its own. */
const UNUSED = /\.react-flow__(?:minimap|controls|resize-control|node-(?:input|default|output|group))/

/** Leaves out what React Flow's style sheet says of parts that are not drawn: a first visit would load it for nothing. */
export function unusedFlowCssPlugin(): Plugin {
  return {
    name: 'unused-flow-css',
    enforce: 'pre',
    transform: (code, id) => (id.includes('@xyflow/react/dist/base.css') ? withoutUnused(code) : null),
  }
}

/** A flat style sheet without the selectors that name an unused part, and without the rules that have no other. */
export function withoutUnused(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/([^{}]+)(\{[^{}]*\})/g, (_rule, selectors: string, block: string) => {
      const kept = selectors.split(',').filter((selector) => !UNUSED.test(selector))
      return kept.length === 0 ? '' : `${kept.join(',')}${block}`
    })
}
