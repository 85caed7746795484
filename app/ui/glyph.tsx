import { Box, type LucideProps } from 'lucide-react'
import { GLYPHS } from 'virtual:glyphs'

export interface GlyphProps extends LucideProps {
  /** A lucide name in kebab-case, as kinds and faults declare it. */
  name: string
}

/** The glyph that a kind or a fault names. Only those that are named somewhere in the engine are in the bundle. */
export function Glyph({ name, ...rest }: GlyphProps) {
  const Icon = GLYPHS[name] ?? Box
  return <Icon aria-hidden strokeWidth={1.75} {...rest} />
}
