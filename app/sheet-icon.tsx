import {
  BookOpen,
  Blocks,
  Braces,
  ChartLine,
  ScanSearch,
  ShieldCheck,
  SlidersHorizontal,
  Workflow,
  Zap,
  type LucideIcon,
} from 'lucide-react'

const ICONS: Readonly<Record<string, LucideIcon>> = {
  canvas: Workflow,
  load: SlidersHorizontal,
  faults: Zap,
  build: Blocks,
  charts: ChartLine,
  guide: BookOpen,
  promises: ShieldCheck,
  inspector: ScanSearch,
  text: Braces,
}

/** What a sheet is known by where there is more room for a picture than for a word. */
export function SheetIcon({ sheet }: { sheet: string }) {
  const Icon = ICONS[sheet]
  return <Icon aria-hidden />
}
