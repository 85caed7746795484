import { Box, type LucideIcon, type LucideProps } from 'lucide-react'
import { useEffect, useState } from 'react'
import { GLYPHS } from 'virtual:glyphs'
import { loadLater } from './load-later.ts'

export interface GlyphProps extends LucideProps {
  /** A lucide name in kebab-case, as kinds and faults declare it. */
  name: string
}

let more: Readonly<Record<string, LucideIcon>> | null = null
const load = async () => (more = (await import('virtual:more-glyphs')).GLYPHS)
loadLater(load)

/** The glyph that a kind or a fault names. Only those that are named somewhere in the engine are in the bundle. */
export function Glyph({ name, ...rest }: GlyphProps) {
  const [, setLoaded] = useState(more)
  const Icon = GLYPHS[name] ?? more?.[name] ?? (more === null ? Nothing : Box)
  useEffect(() => {
    if (Icon === Nothing) void load().then(setLoaded)
  }, [Icon])
  return <Icon aria-hidden strokeWidth={1.75} {...rest} />
}

/** Keeps the place of a glyph that is on its way. */
function Nothing({ size = 24 }: LucideProps) {
  return <svg width={size} height={size} aria-hidden />
}
