import { Play, SlidersHorizontal, Zap } from 'lucide-react'
import { evaluateEstimates } from '../../engine/run/estimates.ts'
import type { Design } from '../../engine/schema/design.ts'
import { session } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { selectNode } from '../state/ui-store.ts'
import { formatReadingText } from '../ui/format.ts'
import { parseDirective } from './directives.ts'
import { playScenario } from './play-scenario.ts'
import css from './guide.module.css'

/** Something in the prose to press: it does to the run what the sentence says. */
export function Directive({ text }: { text: string }) {
  const design = useRun((run) => run.opened?.design ?? null)
  const directive = parseDirective(text)
  if (design === null || directive === null) return <span>{text}</span>
  switch (directive.kind) {
    case 'node':
      return (
        <Try label={design.document.nodes[directive.id].label} onPress={() => selectNode(directive.id)} />
      )
    case 'estimate':
      return <strong className={css.estimate}>{estimateText(design, directive.name)}</strong>
    case 'run': {
      const { title } = design.scenarios[directive.scenario]
      return (
        <Try
          icon={Play}
          label={title}
          onPress={() => void playScenario(design, directive.scenario)}
          testId={`run-${directive.scenario}`}
        />
      )
    }
    case 'switch': {
      const { title, options } = design.switches[directive.name]
      const press = () => void session.act({ do: 'switch', name: directive.name, to: directive.to })
      return (
        <Try icon={SlidersHorizontal} label={`${title}: ${options[directive.to].title}`} onPress={press} />
      )
    }
    case 'break': {
      const { title, actions } = design.breaks[directive.name]
      return <Try icon={Zap} label={title} onPress={() => void doAll(actions)} />
    }
    case 'set': {
      const { node, param, value } = directive
      const press = () =>
        void session.act({
          do: 'set',
          node,
          param,
          value: Number.isNaN(Number(value)) ? value : Number(value),
        })
      return (
        <Try
          icon={SlidersHorizontal}
          label={`${design.document.nodes[node].label}: ${param} = ${value}`}
          onPress={press}
        />
      )
    }
  }
}

async function doAll(actions: Design['breaks'][string]['actions']): Promise<void> {
  for (const action of actions) await session.act(action)
}

interface TryProps {
  icon?: typeof Play
  label: string
  onPress: () => void
  testId?: string
}

function Try({ icon: Icon, label, onPress, testId }: TryProps) {
  return (
    <button type="button" className={css.try} onClick={onPress} data-testid={testId}>
      {Icon !== undefined && <Icon aria-hidden size={11} />}
      {label}
    </button>
  )
}

/** An estimate's value with its unit. */
export function estimateText(design: Design, name: string): string {
  const value = evaluateEstimates(design.estimates).get(name)!
  return formatReadingText(value, design.estimates[name].unit)
}
