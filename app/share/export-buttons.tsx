import { FileChartLine, FileCode, FileImage, FileJson, Image } from 'lucide-react'
import { InputError } from '../../engine/schema/input-error.ts'
import { session, sharing } from '../state/session.ts'
import { runStore } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Button } from '../ui/button.tsx'
import { saveFile } from './save-file.ts'
import css from './share.module.css'

interface Export {
  id: string
  label: string
  icon: typeof FileJson
  /** File name's ending, and what is in the file. */
  ending: string
  make: (lane: number) => Promise<Blob>
}

const EXPORTS: readonly Export[] = [
  {
    id: 'json',
    label: 'Run (JSON)',
    icon: FileJson,
    ending: 'json',
    make: async (lane) => new Blob([await sharing.file(lane)], { type: 'application/json' }),
  },
  {
    id: 'report',
    label: 'Report (HTML)',
    icon: FileChartLine,
    ending: 'html',
    make: async (lane) =>
      new Blob([await (await exporting()).report(window.location.href, lane)], { type: 'text/html' }),
  },
  {
    id: 'svg',
    label: 'Picture (SVG)',
    icon: FileImage,
    ending: 'svg',
    make: async () => new Blob([(await exporting()).svg()], { type: 'image/svg+xml' }),
  },
  {
    id: 'png',
    label: 'Picture (PNG)',
    icon: Image,
    ending: 'png',
    make: async () => (await exporting()).png(),
  },
  {
    id: 'mermaid',
    label: 'Diagram (Mermaid)',
    icon: FileCode,
    ending: 'mmd',
    make: async () => new Blob([(await exporting()).mermaid()], { type: 'text/plain' }),
  },
]

/** What draws and writes is loaded when something is exported. */
async function exporting() {
  return (await import('./export-run.ts')).exporting
}

/** Files of the run: each is made when it is asked for. `refused`: why the run itself cannot be one. */
export function ExportButtons({ refused }: { refused: string | null }) {
  const lane = useUi((ui) => ui.lane)
  const press = async ({ make, ending }: Export) => {
    try {
      saveFile(await make(lane), `${fileName()}.${ending}`)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      session.notify('failure', error.message)
    }
  }
  return (
    <div className={css.exports} role="group" aria-label="Export">
      {EXPORTS.map((each) => (
        <Button
          key={each.id}
          size="small"
          icon={each.icon}
          disabled={each.id === 'json' && refused !== null}
          onClick={() => void press(each)}
          data-testid={`export-${each.id}`}
        >
          {each.label}
        </Button>
      ))}
    </div>
  )
}

/** The design's name as a file is called. */
function fileName(): string {
  const { opened } = runStore.getState()
  const title = opened?.design?.slug ?? opened?.document.title ?? 'design'
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'design'
  )
}
