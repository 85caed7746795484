import type { ReadingWay } from '../../workers/files-api.ts'

/** The two ways to read a file, for people. */
export const READING_WAYS: readonly { value: ReadingWay; label: string; says: string }[] = [
  { value: 'stream', label: 'As it comes', says: 'As it comes: rows are read piece by piece and let go' },
  {
    value: 'whole',
    label: 'As a whole',
    says: 'As a whole: all of it is in memory, is read in one piece, and all rows are kept',
  },
]
