declare module 'virtual:glyphs' {
  import type { LucideIcon } from 'lucide-react'
  /** The glyphs that a first visit shows, by their kebab-case names. */
  export const GLYPHS: Readonly<Record<string, LucideIcon>>
}
declare module 'virtual:more-glyphs' {
  import type { LucideIcon } from 'lucide-react'
  /** All others that the engine names. */
  export const GLYPHS: Readonly<Record<string, LucideIcon>>
}
