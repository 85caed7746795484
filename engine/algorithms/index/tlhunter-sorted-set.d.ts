/** The package that the sorted set's test and bench compare with; it ships no types. */
declare module 'tlhunter-sorted-set' {
  export default class SortedSet {
    set(member: number, score: number): number | null
    get(member: number): number | null
    rem(member: number): number | null
    rank(member: number): number | null
    range(from: number, upTo: number): number[]
    rangeByScore(least: number, most: number): number[]
  }
}
