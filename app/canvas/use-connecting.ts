import { useConnection, type Connection, type Edge, type FinalConnectionState } from '@xyflow/react'
import { useCallback, useMemo } from 'react'
import { editor, session } from '../state/session.ts'
import { openPalette } from '../state/ui-store.ts'

type Ends = Connection | Edge

const legal = ({ source, sourceHandle, target }: Ends): boolean =>
  sourceHandle !== null &&
  sourceHandle !== undefined &&
  editor.connectionProblem(source, sourceHandle, target) === null

/** Edges drawn from port to node: legal ones are made, others say why; one that ends nowhere asks what should be there. */
export function useConnecting() {
  const connect = useCallback(({ source, sourceHandle, target }: Connection) => {
    if (sourceHandle !== null) void editor.connect(source, sourceHandle, target)
  }, [])
  const ended = useCallback((_event: unknown, state: FinalConnectionState) => {
    const { fromNode, fromHandle, toNode, toHandle, isValid } = state
    if (fromNode === null || isValid === true) return
    if (toNode === null) return openPalette({ do: 'connect', from: fromNode.id })
    // Back on the port where it began: a person has thought better of it.
    if (toHandle !== null && toHandle.nodeId === fromNode.id && toHandle.id === fromHandle?.id) return
    const problem = editor.connectionProblem(fromNode.id, fromHandle?.id ?? '', toNode.id)
    if (problem !== null) session.notify('failure', problem)
  }, [])
  return useMemo(
    () => ({ onConnect: connect, onConnectEnd: ended, isValidConnection: legal }),
    [connect, ended],
  )
}

/** Whether an edge that is being drawn may end at this card: null while none is drawn. */
export function useConnectable(id: string): 'legal' | 'illegal' | null {
  const drawn = useConnection(({ inProgress, fromHandle }) =>
    inProgress ? `${fromHandle.nodeId}\n${fromHandle.id ?? ''}` : null,
  )
  return useMemo(() => {
    if (drawn === null) return null
    const [from, port] = drawn.split('\n')
    return editor.connectionProblem(from, port, id) === null ? 'legal' : 'illegal'
  }, [drawn, id])
}
