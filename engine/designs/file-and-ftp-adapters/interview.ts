import type { InterviewQuestion } from '../../schema/design.ts'

export const INTERVIEW: InterviewQuestion[] = [
  {
    ask: 'How does a reader know that a file is whole?',
    answer:
      'It cannot tell from the file. Who writes must say so in one step: store it under another name and rename it, or store a second file with the checksum after it.',
  },
  {
    ask: 'Why does FTP need two connections, and what does passive mode change?',
    answer:
      'One for commands, one a transfer for data. Passive mode lets the client open both, which firewalls and address translation on the client’s side need.',
  },
  {
    ask: 'A load timed out. Was it done?',
    answer:
      'Nobody knows. So it is done again, and the table must not mind: rows are keyed by file and number.',
  },
  {
    ask: 'What may a malformed row do to the rest of its file?',
    answer:
      'Nothing. It is put aside with its number and reason, and counted; somebody looks at it. A file is done when rows loaded and rows kept add up.',
  },
  {
    ask: 'When is it right to read a file as a whole?',
    answer:
      'When it is known to be small, or when its last byte decides about its first, as with a checksum that must be right before anything is loaded.',
  },
  {
    ask: 'What does REST need to be safe?',
    answer:
      'That the file is still the same: its size and time of change are compared before the transfer goes on.',
  },
]
