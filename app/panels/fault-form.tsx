import { useState } from 'react'
import { FAULTS } from '../../engine/faults/catalogue.ts'
import type { AnyFault } from '../../engine/faults/define-fault.ts'
import type { Document, FaultPlace } from '../../engine/schema/document.ts'
import { defaultsOf, type Parameter, type ParameterValue } from '../../engine/schema/parameter.ts'
import { session } from '../state/session.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { edgeInWords } from './fault-place.ts'
import { FaultParameter } from './fault-parameter.tsx'
import css from './panel.module.css'

let faultCount = 0

/** Injects a fault under an id of its own. The answer is a sentence when it does not apply there. */
export async function strike(
  fault: AnyFault,
  on: FaultPlace,
  params: Record<string, ParameterValue>,
): Promise<string | null> {
  const id = `${fault.kind}-${++faultCount}-${Math.round(performance.now())}`
  const answer = await session.act({ do: 'inject', fault: fault.kind, id, on, params }, { quiet: true })
  return answer.ok ? null : answer.message
}

/** Any fault, anywhere it can strike, with its own parameters. */
export function FaultForm({ document, place }: { document: Document; place?: FaultPlace }) {
  const faults = [...FAULTS.values()].filter(
    (fault) => place === undefined || fault.targets.some((target) => target in place),
  )
  const [kind, setKind] = useState(faults[0].kind)
  const fault = faults.find((each) => each.kind === kind) ?? faults[0]
  const places = placesOf(fault, document)
  const [where, setWhere] = useState(places[0]?.value ?? '')
  const chosen = place ?? (places.find(({ value }) => value === where) ?? places[0])?.place
  const [changed, setChanged] = useState<Record<string, ParameterValue>>({})
  const [error, setError] = useState<string | null>(null)
  const params = { ...defaultsOf(fault.params), ...pick(changed, Object.keys(fault.params)) }
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen !== undefined) void strike(fault, chosen, params).then(setError)
      }}
    >
      <Field label="Fault" help={fault.doc} error={error}>
        {(control) => (
          <Select
            {...control}
            value={fault.kind}
            options={faults.map(({ kind: value, title }) => ({ value, label: title }))}
            onChange={(next) => {
              setKind(next)
              setError(null)
            }}
            size="small"
            data-testid="fault-kind"
          />
        )}
      </Field>
      <p className={css.faint}>{fault.doc}</p>
      {place === undefined && (
        <Field label="Where">
          {(control) => (
            <Select
              {...control}
              value={(places.find(({ value }) => value === where) ?? places[0])?.value ?? ''}
              options={places}
              onChange={setWhere}
              size="small"
              data-testid="fault-place"
            />
          )}
        </Field>
      )}
      {Object.entries<Parameter>(fault.params).map(([name, parameter]) => (
        <FaultParameter
          key={name}
          name={name}
          parameter={parameter}
          value={params[name]}
          onChange={(value) => setChanged({ ...changed, [name]: value })}
        />
      ))}
      <Button type="submit" variant="danger" size="small" data-testid="inject-fault">
        {fault.title}
      </Button>
    </form>
  )
}

function placesOf(
  fault: AnyFault,
  document: Document,
): { value: string; label: string; place: FaultPlace }[] {
  const regions = [
    ...new Set(Object.values(document.nodes).flatMap(({ region }) => (region === undefined ? [] : [region]))),
  ]
  const nodes = fault.targets.includes('node')
    ? Object.entries(document.nodes).map(([node, { label }]) => ({
        value: `node:${node}`,
        label,
        place: { node },
      }))
    : []
  const edges = fault.targets.includes('edge')
    ? document.edges.map(({ id }) => ({
        value: `edge:${id}`,
        label: edgeInWords(id, document),
        place: { edge: id },
      }))
    : []
  const inRegions = fault.targets.includes('region')
    ? regions.map((region) => ({ value: `region:${region}`, label: `Region ${region}`, place: { region } }))
    : []
  return [...inRegions, ...nodes, ...edges]
}

const pick = (values: Record<string, ParameterValue>, names: string[]) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)))
