/** What a guide can point at. */
export type GuideDirective =
  | { kind: 'node'; id: string }
  | { kind: 'run'; scenario: string }
  | { kind: 'switch'; name: string; to: string }
  | { kind: 'break'; name: string }
  | { kind: 'estimate'; name: string }
  | { kind: 'set'; node: string; param: string; value: string }

/** Turns `[[node]]` and `{run x}` into links that the renderer makes buttons of; `{show x}`, alone in a paragraph, is an exhibit. */
export function withDirectives(text: string): string {
  return text
    .replace(/\[\[([^\]]+)\]\]/g, (_, id: string) => link(`node ${id}`))
    .replace(/\{((?:run|switch|break|estimate|set|show) [^}]+)\}/g, (_, directive: string) => link(directive))
}

const link = (directive: string): string =>
  `[${directive.replace(/[[\]]/g, '')}](#try:${encodeURIComponent(directive)})`

/** Reads a directive; null for something that is none. */
export function parseDirective(text: string): GuideDirective | null {
  const [, kind, rest] = /^(\w+) (.+)$/s.exec(text.replace(/\s+/g, ' ')) ?? []
  switch (kind) {
    case 'node':
      return { kind, id: rest }
    case 'run':
      return { kind, scenario: rest }
    case 'break':
    case 'estimate':
      return { kind, name: rest }
    case 'switch': {
      const [name, to] = rest.split('=')
      return { kind, name, to }
    }
    case 'set': {
      const [, node, param, value] = /^([^.]+)\.([^=]+)=(.*)$/.exec(rest) ?? []
      return node === undefined ? null : { kind, node, param, value }
    }
    default:
      return null
  }
}
