import { CirclePause, Gauge, PowerOff, Snail, TriangleAlert, type LucideIcon } from 'lucide-react'
import { Badge, type Tone } from '../ui/badge.tsx'
import type { NodeState } from './node-state.ts'

const LOOKS: Record<Exclude<NodeState, 'calm'>, { icon: LucideIcon; tone: Tone; strong: boolean }> = {
  down: { icon: PowerOff, tone: 'failure', strong: true },
  paused: { icon: CirclePause, tone: 'failure', strong: true },
  failing: { icon: TriangleAlert, tone: 'failure', strong: false },
  saturated: { icon: Gauge, tone: 'saturation', strong: false },
  slow: { icon: Snail, tone: 'saturation', strong: false },
}

/** What is wrong with a node, in one word; nothing when nothing is. */
export function StateBadge({ state }: { state: NodeState }) {
  if (state === 'calm') return null
  const { icon, tone, strong } = LOOKS[state]
  return (
    <Badge tone={tone} icon={icon} strong={strong} data-testid="node-state">
      {state}
    </Badge>
  )
}
