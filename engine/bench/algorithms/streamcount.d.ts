/** The package that benches of sketches compare with; it ships no types. */
declare module 'streamcount' {
  const streamcount: {
    createViewsCounter(
      top: number,
      error: number,
      failureRate: number,
    ): { increment(key: string): void; getTopK(): [count: number, key: string][] }
    createUniquesCounter(standardError: number): { add(key: string): void; count(): number }
  }
  export default streamcount
}
