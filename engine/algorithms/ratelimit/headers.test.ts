import { expect, test } from 'vitest'
import { MINUTE, ms, s } from '../../lib/units.ts'
import { limiterNamed } from './catalogue.ts'
import { rateLimitHeaders } from './headers.ts'

const options = { limit: 100, windowNanos: MINUTE }

test('an admitted request is told its quota, what remains and when it resets', () => {
  const limiter = limiterNamed('fixed-window').create(options)
  expect(rateLimitHeaders(limiter.take(s(29.5)), options)).toEqual({
    'RateLimit-Limit': '100',
    'RateLimit-Remaining': '99',
    'RateLimit-Reset': '31',
    'RateLimit-Policy': '100;w=60',
  })
  expect(rateLimitHeaders(limiter.take(s(30)), options, 'structured')).toEqual({
    'RateLimit-Policy': '"default";q=100;w=60',
    RateLimit: '"default";r=98;t=30',
  })
  expect(rateLimitHeaders(limiter.take(s(30)), options, 'legacy', s(30), s(1_700_000_000))).toEqual({
    'X-RateLimit-Limit': '100',
    'X-RateLimit-Remaining': '97',
    'X-RateLimit-Reset': '1700000060',
  })
})

test('a rejected client that waits as long as Retry-After says is admitted', () => {
  const limiter = limiterNamed('token-bucket').create({ limit: 1, windowNanos: ms(2300) })
  limiter.take(0)
  const headers = rateLimitHeaders(limiter.take(ms(100)), { limit: 1, windowNanos: ms(2300) })
  expect(headers['Retry-After']).toBe('3')
  expect(limiter.take(ms(100) + s(Number(headers['Retry-After']))).allowed).toBe(true)
})

test('no Retry-After for what can never pass, nor for what did', () => {
  const limiter = limiterNamed('gcra').create({ limit: 3, windowNanos: s(1) })
  expect(rateLimitHeaders(limiter.take(0, 4), options)).not.toHaveProperty('Retry-After')
  expect(rateLimitHeaders(limiter.take(0, 3), options)).not.toHaveProperty('Retry-After')
  expect(rateLimitHeaders(limiter.take(0, 3), options)['Retry-After']).toBe('1')
})
