/** What a document from elsewhere may be at most: enough for any design, too little to hang anything. */
export const LIMITS = {
  nodes: 500,
  edges: 2_000,
  /** Nested lists and objects. */
  depth: 32,
  /** Characters of a document's text, and bytes that a link may unpack to. */
  textLength: 1_048_576,
  /** Characters of an address's fragment. */
  fragmentLength: 65_536,
  /** Lists, objects and values in it, all together. */
  values: 200_000,
  /** Characters of one text in it. */
  stringLength: 2_000,
  /** Numbers are from minus this to this. */
  number: 1e15,
  commands: 20_000,
  /** Edits of the graph in a log, all together. */
  edits: 4_000,
} as const
