import { expect, it } from 'vitest'
import type { GuideNode } from './guide-node.ts'
import { guideModule, parseGuide } from './guide-plugin.ts'

/** Written as HTML, which is shorter to read. */
const html = (nodes: readonly GuideNode[]): string =>
  nodes
    .map((node) =>
      typeof node === 'string' ? node : `<${String(node.tag)}>${html(node.children)}</${String(node.tag)}>`,
    )
    .join('')

it('makes tags of Markdown and things to try of directives', () => {
  expect(
    html(
      parseGuide('# Title\n\nSee [[store]], then {run no limiter}\nand `Retry-After`.\n\n- **one**\n- two'),
    ),
  ).toBe(
    '<h1>Title</h1>' +
      '<p>See <try>node store</try>, then <try>run no limiter</try> and <code>Retry-After</code>.</p>' +
      '<ul><li><strong>one</strong></li><li>two</li></ul>',
  )
})

it('makes tables with a head', () => {
  expect(html(parseGuide('| a | b |\n|---|---|\n| 1 | {estimate x} |'))).toBe(
    '<table><thead><tr><th>a</th><th>b</th></tr></thead>' +
      '<tbody><tr><td>1</td><td><try>estimate x</try></td></tr></tbody></table>',
  )
})

it('refuses what it cannot show instead of dropping it', () => {
  expect(() => parseGuide('![picture](x.png)')).toThrow('Guides have no image')
})

it('an exhibit comes with the guide that shows it', () => {
  const code = guideModule('Look:\n\n{show anomalies}\n')
  expect(code).toContain("import { AnomalyTable } from '/app/anomalies/anomaly-table.tsx'")
  expect(code).toContain('{"tag":AnomalyTable,"children":[]}')
  expect(guideModule('Nothing to look at.')).not.toContain('import')
  expect(() => guideModule('{show nothing}')).toThrow('Guides cannot show "nothing"')
})
