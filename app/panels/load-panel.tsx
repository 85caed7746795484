import { memo } from 'react'
import { kindOf } from '../state/catalogue.ts'
import type { Document } from '../../engine/schema/document.ts'
import { useRun, type OpenedRun } from '../state/run-store.ts'
import { selectNode, uiStore } from '../state/ui-store.ts'
import { useAtRest } from '../state/use-at-rest.ts'
import { Button } from '../ui/button.tsx'
import { ParameterControl } from './parameter-control.tsx'
import { SwitchControl } from './switch-control.tsx'
import css from './panel.module.css'

/** What a person turns first: the load, how clients behave, and the design's strategies. */
export function LoadPanel() {
  const opened = useAtRest(useRun((run) => run.opened))
  return opened === undefined ? null : <LoadOf opened={opened} />
}

const LoadOf = memo(function LoadOf({ opened }: { opened: OpenedRun | null }) {
  if (opened === null) return <p className={css.empty}>Choose a design to begin.</p>
  const { design, document } = opened
  const load = design?.load ?? clientRates(document)
  return (
    <div className={css.panel} data-testid="load-panel">
      <section className={css.section} aria-labelledby="load-heading">
        <h2 id="load-heading" className={css.heading}>
          Load
        </h2>
        {load.map((path) => (
          <LoadControl key={path} path={path} document={document} />
        ))}
        <ClientSettings document={document} />
      </section>
      {design !== null && Object.keys(design.switches).length > 0 && (
        <section className={css.section} aria-labelledby="switches-heading">
          <h2 id="switches-heading" className={css.heading}>
            Strategies
          </h2>
          {Object.entries(design.switches).map(([name, item]) => (
            <SwitchControl key={name} name={name} item={item} />
          ))}
        </section>
      )}
    </div>
  )
})

function LoadControl({ path, document }: { path: string; document: Document }) {
  const [node, name] = path.split('.')
  if (document.nodes[node] === undefined) return null // taken out by a person
  const { kind, label } = document.nodes[node]
  const parameter = kindOf(kind)?.params[name]
  if (parameter === undefined) return null
  return (
    <ParameterControl
      node={node}
      name={name}
      parameter={parameter}
      label={`${label}: ${parameter.title.toLowerCase()}`}
    />
  )
}

/** The way to all that a client has, which is too much to stand here. */
function ClientSettings({ document }: { document: Document }) {
  return (
    <div className={css.clients}>
      <span className={css.faint}>Timeouts, retries, backoff and all else of</span>
      {clients(document).map(([id, { label }]) => (
        <Button key={id} size="small" onClick={() => inspectNode(id)} data-testid={`settings-${id}`}>
          {label}
        </Button>
      ))}
    </div>
  )
}

function inspectNode(id: string): void {
  selectNode(id)
  uiStore.setState({ narrowTab: 'inspector' })
}

const clients = (document: Document) =>
  Object.entries(document.nodes).filter(([, { kind }]) => kind === 'client')
const clientRates = (document: Document): string[] => clients(document).map(([id]) => `${id}.ratePerSecond`)
