/** A checker asked for a node that the graph does not have (any more). */
export class NodeMissing extends Error {
  override name = 'NodeMissing'
  constructor(nodeId: string | undefined) {
    super(
      nodeId === undefined
        ? 'The design has no node of the kind that this is about.'
        : `The node "${nodeId}" that this is about was taken out of the design.`,
    )
  }
}
