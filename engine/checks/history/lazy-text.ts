/** A line of a story that is worded when somebody is told it: most are never told. */
export interface LazyText {
  toString(): string
}
