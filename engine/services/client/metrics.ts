import { counter, ratio, sample } from '../../measure/metric.ts'

export const CLIENT_METRICS = {
  attempts: counter('Attempts', 'attempts'),
  retries: counter('Retries', 'attempts'),
  succeeded: counter('Succeeded', 'requests'),
  failed: counter('Failed', 'requests'),
  heldBack: counter('Held back by Retry-After', 'requests'),
  success: ratio('Success', ['succeeded'], ['succeeded', 'failed']),
  latency: sample('Latency', 'ns'),
} as const
