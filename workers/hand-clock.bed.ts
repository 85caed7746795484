/** A clock that a test moves, and that moves by itself a little whenever it is read, as time does while work is done. */
export function handClock(perReadMs = 0) {
  let now = 1000
  const clock = () => (now += perReadMs)
  return { clock, pass: (millis: number) => (now += millis), read: () => now }
}
