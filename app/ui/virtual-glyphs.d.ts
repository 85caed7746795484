declare module 'virtual:glyphs' {
  import type { LucideIcon } from 'lucide-react'
  /** Every glyph that the engine names, by its kebab-case name. */
  export const GLYPHS: Readonly<Record<string, LucideIcon>>
}
