import { Handle, Position } from '@xyflow/react'
import { memo } from 'react'
import { IN, type CardNode } from './graph.ts'
import css from './node-ports.module.css'
import { useConnectable } from './use-connecting.ts'

/** Where edges begin at a card, one dot a port, and the whole card as the place where they end. */
export const NodePorts = memo(function NodePorts({
  id,
  ports,
}: Pick<CardNode['data'], 'ports'> & { id: string }) {
  const connectable = useConnectable(id)
  return (
    <>
      <Handle
        id={IN}
        type="target"
        position={Position.Left}
        className={css.whole}
        data-connectable={connectable ?? undefined}
        isConnectableStart={false}
      />
      {ports.map(({ name, title }, i) => (
        <Handle
          key={name}
          id={name}
          type="source"
          position={Position.Right}
          className={css.port}
          style={{ top: `${((i + 1) * 100) / (ports.length + 1)}%` }}
          title={`${title}: drag to what it should ask`}
          data-testid={`port-${id}-${name}`}
          isConnectableEnd={false}
        >
          <span className={css.name}>{title}</span>
        </Handle>
      ))}
    </>
  )
})
