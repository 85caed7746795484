import type { AnyService } from './define-service.ts'

/** Whether requests can be sent to a kind: it has code for them. */
export const receivesRequests = ({ handle, on }: AnyService): boolean =>
  handle !== undefined || on?.request !== undefined
