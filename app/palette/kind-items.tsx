import type { KindDescription } from '../../engine/services/describe-kind.ts'
import type { CommandItem } from '../ui/command-list.tsx'
import { Glyph } from '../ui/glyph.tsx'

/** Kinds as items of the search palette. */
export const kindItems = (
  kinds: readonly KindDescription[],
  run: (kind: string) => () => void,
): CommandItem[] =>
  kinds.map(({ kind, title, summary, icon }) => ({
    id: `kind ${kind}`,
    label: title,
    hint: summary,
    icon: <Glyph name={icon} size={16} />,
    keywords: [kind, summary],
    run: run(kind),
    'data-testid': `choose-${kind}`,
  }))
