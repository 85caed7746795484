/** The package that the ring's test compares with; it ships no types. */
declare module 'consistent-hash' {
  export default class ConsistentHash {
    constructor(options?: { range?: number; weight?: number })
    add(node: string): this
    get(name: string): string
  }
}
