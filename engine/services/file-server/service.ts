import { FileStore } from '../../algorithms/transfer/file-store.ts'
import { toSeconds } from '../../lib/units.ts'
import { defineService } from '../define-service.ts'
import { receive, tell } from './conversation.ts'
import type { Packet } from './protocol.ts'
import { FILE_SERVER_METRICS, FILE_SERVER_PARAMS, type State } from './server-state.ts'

/** Keeps files and lets them be fetched and stored, by FTP, FTPS or SFTP. */
export const service = defineService({
  kind: 'file-server',
  title: 'File server',
  summary: 'Keeps files, and speaks FTP with control and data connections, FTPS, and SFTP.',
  group: 'external',
  icon: 'folder-sync',
  understands: [],
  hears: ['files'],
  ports: {},
  params: FILE_SERVER_PARAMS,
  metrics: FILE_SERVER_METRICS,
  headline: { files: 'Files', open: 'Open', sent: 'Sends' },
  stations: {},
  durable: () => new FileStore(),
  start: (_setup, files): State => ({ files, connections: new Map() }),
  on: {
    message: (state, payload, link, _from, ctx) => receive(state, payload as Packet, link, ctx),
    control: {
      cutConnections(state, ctx) {
        for (const connection of state.connections.values()) {
          ctx.count('cut')
          tell(connection, { type: 'closed', connection: connection.id, complete: false }, ctx)
        }
        state.connections.clear()
        ctx.gauge('open', 0)
      },
    },
  },
  inspect: ({ files, connections }) => ({
    view: 'file-server',
    openConnections: connections.size,
    files: files
      .list()
      .toReversed()
      .map(({ name, sizeBytes, modifiedAt }) => ({
        name,
        kilobytes: Math.round(sizeBytes / 1_000),
        changedAtSeconds: toSeconds(modifiedAt),
      })),
    connections: [...connections.values()].map(({ role, link, sending, receiving }) => ({
      kind: role,
      with: link.from.id,
      sent: sending === null ? '–' : `${sending.taken} of ${sending.end}`,
      receives: receiving === null ? '–' : `${receiving.name} at ${receiving.next}`,
    })),
  }),
  calibration: {
    models:
      'The conversation itself, over the link: FTP’s control connection with its commands and three-digit replies (RFC 959, MLSD and REST of RFC 3659), a passive data connection a transfer with blocks of 8 KiB under a window of 64 KiB, FTPS’s AUTH TLS, PBSZ, PROT (RFC 4217), and SFTP version 3 packets with several requests under way. A file that is being stored is visible to readers as far as it is written.',
    constants: [
      { name: 'window', value: '64 KiB', source: 'TCP without window scaling (RFC 7323 raises it)' },
      {
        name: 'handshake',
        value: '1,500 bytes a step, two steps',
        source: 'order of magnitude of TLS 1.2 and of an SSH key exchange',
      },
    ],
    leavesOut:
      'Cryptography: handshakes are round trips and bytes, nothing is encrypted and nobody is authenticated. Active mode, ASCII type, subdirectories, accounts and rights; TCP’s slow start and retransmission (a lost block breaks the connection).',
  },
})
