import { Group } from 'lucide-react'
import { useState } from 'react'
import { REGIONS } from '../../engine/network/regions.ts'
import { editor } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Popover } from '../ui/popover.tsx'
import { Select } from '../ui/select.tsx'
import css from './zone-control.module.css'

const NOWHERE = 'nowhere'
const ZONE_NAME = /^[a-z0-9][a-z0-9-]{0,30}$/i

/** Puts nodes into a region of the world or a zone of it, which faults can strike as a whole. */
export function ZoneControl({ nodes }: { nodes: readonly string[] }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Group the selected nodes"
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton icon={Group} size="small" label="Region and zone…" data-testid="group-nodes" />}
    >
      {open && <ZoneForm nodes={nodes} onDone={() => setOpen(false)} />}
    </Popover>
  )
}

function ZoneForm({ nodes, onDone }: { nodes: readonly string[]; onDone: () => void }) {
  const current = useRun((run) => run.opened?.document.nodes[nodes[0]]?.region ?? '')
  const [nowRegion, nowZone = ''] = current.split('/')
  const [region, setRegion] = useState(nowRegion === '' ? NOWHERE : nowRegion)
  const [zone, setZone] = useState(nowZone)
  const wrong = zone !== '' && !ZONE_NAME.test(zone) ? 'Letters, digits and hyphens only.' : null
  const apply = () => {
    const place = `${region === NOWHERE ? '' : region}${zone === '' ? '' : `/${zone}`}`
    void editor.group(nodes, place === '' ? null : place)
    onDone()
  }
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong === null) apply()
      }}
      data-testid="zone-form"
    >
      <Field label="Region" help="Messages between regions take as long as light and cables need.">
        {(control) => (
          <Select
            {...control}
            size="small"
            value={region}
            onChange={setRegion}
            options={[
              { value: NOWHERE, label: 'nowhere in particular' },
              ...REGIONS.map(({ name, title }) => ({ value: name, label: name, hint: title })),
            ]}
            data-testid="zone-region"
          />
        )}
      </Field>
      <Field
        label="Zone"
        help="A part of the region, or of nowhere in particular: a rack, a room."
        error={wrong}
      >
        {(control) => (
          <input
            {...control}
            className={css.input}
            value={zone}
            placeholder="none"
            onChange={(event) => setZone(event.target.value)}
            data-testid="zone-name"
          />
        )}
      </Field>
      <Button size="small" variant="primary" type="submit" disabled={wrong !== null} data-testid="zone-apply">
        {nodes.length === 1 ? 'Place it there' : `Group ${nodes.length} nodes`}
      </Button>
    </form>
  )
}
