// What a person does to a design and a first visit does without: the editor loads it when it is wanted.
export { duplicateNodes } from '../../engine/schema/edit/duplicate-nodes.ts'
export { editsBetween } from '../../engine/schema/edit/edits-between.ts'
export { insertOnEdge } from '../../engine/schema/edit/insert-on-edge.ts'
export { insertReplicaSet } from '../../engine/schema/edit/insert-replica-set.ts'
export { pasteNodes } from '../../engine/schema/edit/paste-nodes.ts'
export { takeOffEdge } from '../../engine/schema/edit/take-off-edge.ts'
