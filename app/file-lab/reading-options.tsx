import { SegmentedControl } from '../ui/segmented-control.tsx'
import { Button } from '../ui/button.tsx'
import { chooseWay, readSample, useFileLab } from './file-lab-store.ts'
import { READING_WAYS } from './reading-ways.ts'
import css from './file-lab.module.css'

/** By the names of the formats: the page has none of the engine's code. */
const SAMPLES = { csv: 'CSV', json: 'JSON', xml: 'XML', 'fixed-width': 'Fixed width' }

/** How a file is read, and files to try it on. */
export function ReadingOptions() {
  const way = useFileLab((lab) => lab.way)
  return (
    <div className={css.options}>
      <div className={css.option}>
        <span>Read it</span>
        <SegmentedControl
          aria-label="How the file is read"
          size="small"
          value={way}
          options={READING_WAYS.map(({ value, label, says }) => ({ value, label, title: says }))}
          onChange={(chosen) => void chooseWay(chosen)}
          data-testid="file-way"
        />
      </div>
      <div className={css.option} role="group" aria-label="A file as the partner exports it">
        <span>Or try an export of the partner:</span>
        {Object.entries(SAMPLES).map(([format, title]) => (
          <Button
            key={format}
            size="small"
            onClick={() => void readSample(format)}
            data-testid={`file-sample-${format}`}
          >
            {title}
          </Button>
        ))}
      </div>
    </div>
  )
}
