import { describe, expect, test } from 'vitest'
import { mermaidOf } from '../../engine/schema/mermaid-of.ts'
import { documentOf } from '../../engine/run/documents.bed.ts'
import { SERVICES } from '../../engine/services/catalogue.ts'
import { kindShapes } from '../../engine/services/kind-shapes.ts'
import { pictureSvg } from './picture-svg.ts'

const KINDS = kindShapes(SERVICES)
const document = documentOf(
  {
    users: { kind: 'client' },
    limiter: { kind: 'rate-limiter', region: 'eu-west' },
    app: { kind: 'service' },
    store: { kind: 'limiter-store' },
  },
  ['users.out>limiter', 'limiter.next>app', 'limiter.store>store'],
)
document.nodes.app.label = '<script>alert("x")</script>" onload=\'y\''
document.title = 'A & B'

describe('a picture', () => {
  const svg = pictureSvg(document, KINDS)
  test('shows every node and edge, and is well formed', () => {
    expect(svg.match(/marker-end/g)).toHaveLength(3)
    expect(svg).toContain('>users</text>')
    expect(svg).toContain('<title>A &amp; B</title>')
    expect(svg).toContain('>eu-west</text>')
    for (const tag of ['svg', 'text', 'title', 'defs', 'marker'])
      expect(svg.match(new RegExp(`<${tag}[ >]`, 'g'))!.length).toBe(
        svg.match(new RegExp(`</${tag}>`, 'g'))!.length,
      )
  })
  test('has labels as text, never as markup', () => {
    expect(svg).not.toContain('<script')
    expect(svg).not.toMatch(/ onload=['"]/)
    expect(svg).toContain('&lt;script&gt;')
  })
  test('of nothing is an empty sheet; a plain one has no text', () => {
    expect(pictureSvg(documentOf({}, []), KINDS)).toContain('<rect')
    expect(pictureSvg(document, KINDS, 'plain')).not.toContain('<text')
  })
})

test('Mermaid has nodes, ports where there are several, regions, and labels that are no code', () => {
  expect(mermaidOf(document, KINDS)).toBe(`flowchart LR
  n0["users<br/>Client"]
  n2["#60;script#62;alert(#34;x#34;)#60;/script#62;#34; onload#61;#39;y#39;<br/>Service"]
  n3["store<br/>Limiter store"]
  subgraph r1["eu-west"]
    n1["limiter<br/>Rate limiter"]
  end
  n0 --> n1
  n1 -->|"Next"| n2
  n1 -->|"Shared counters"| n3
`)
})
