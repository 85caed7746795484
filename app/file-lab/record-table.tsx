import css from './file-lab.module.css'

interface Props {
  title: string
  columns: readonly { name: string; hint?: string }[]
  rows: readonly (readonly string[])[]
  testid: string
}

/** Some rows of a file; wide ones scroll in their box. */
export function RecordTable({ title, columns, rows, testid }: Props) {
  return (
    <section aria-label={title}>
      <h3 className={css.title}>{title}</h3>
      <div className={css.scroll} role="region" aria-label={title} tabIndex={0}>
        <table className={css.table} data-testid={testid}>
          <thead>
            <tr>
              {columns.map(({ name, hint }) => (
                <th key={name} scope="col">
                  {name} {hint !== undefined && <span className={css.kind}>{hint}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, i) => (
              <tr key={i}>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
