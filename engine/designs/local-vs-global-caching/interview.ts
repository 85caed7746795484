import type { InterviewQuestion } from '../../schema/design.ts'

export const INTERVIEW: InterviewQuestion[] = [
  {
    ask: 'What does a cache in the server’s own memory give that a shared one cannot?',
    answer:
      'No network: microseconds instead of milliseconds, and it works when the network does not. It costs memory once a server, and each copy grows old on its own.',
  },
  {
    ask: 'How do you bound the age of copies when invalidation messages may be lost?',
    answer:
      'By time: an expiry bounds it whatever happens. Or by asking: stamps that are polled and trusted for a limited time bound it by that time, also while the network is cut.',
  },
  {
    ask: 'Why is publish and subscribe alone not enough?',
    answer:
      'It delivers at most once. A server that was restarting, partitioned or slow misses a message and has no way to know; without an expiry it serves the old copy for ever.',
  },
  {
    ask: 'What is wrong with `if value: return value`?',
    answer:
      'Zero, an empty list, false and “nothing there” are values too. All of them are asked for again and again, as if there were no cache.',
  },
  {
    ask: 'A server restarts. Who notices?',
    answer:
      'With two levels hardly anybody: its memory fills from the shared cache in milliseconds a key. With local caches only, the database pays for each key again.',
  },
]
