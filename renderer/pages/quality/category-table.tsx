import type { CategoryQuality, Quality, Sort, Trouble } from '../../../engine/contract.ts'
import { Grid, type GridColumn } from '../../parts/grid.tsx'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import { STATES, shareOf, shareText } from './marks.ts'
import { StateMark } from './state-mark.tsx'

const { quality: say } = words

/** A category in the table, with the name of its department. */
export interface TableRow extends CategoryQuality {
  departmentName: string
}

export const tableRows = ({ departments }: Quality): TableRow[] =>
  departments.flatMap(({ name, categories }) => categories.map((category) => ({ ...category, departmentName: name })))

type Key = keyof typeof say.columns

/** By what a column is sorted; null is unknown and stands last. */
const VALUES: Readonly<Record<Key, (row: TableRow) => number | string | null>> = {
  category: ({ code }) => code,
  department: ({ departmentName }) => departmentName,
  state: ({ state }) => STATES.indexOf(state),
  rows: ({ rows, state }) => (state === 'missing' ? null : rows),
  period: ({ to }) => to || null,
  age: ({ age, due }) => (age === null || due === null ? null : age / due),
  missing: ({ columns, state }) => (state === 'missing' ? null : columns.missing.length),
  invalid: ({ invalid }) => shareOf(invalid),
  matched: ({ matched }) => shareOf(matched),
  unmatched: ({ unmatched }) => shareOf(unmatched),
  repeated: ({ repeated }) => shareOf(repeated),
  dead: ({ dead }) => shareOf(dead),
  refused: ({ refused }) => shareOf(refused),
  findings: ({ findings: { error, warning } }) => error + warning,
}

export const isColumn = (code: string): code is Key => code in VALUES

const compare = (a: number | string | null, b: number | string | null): number => {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}

/** Rows in the order asked for; what is unknown stands last either way. */
export const sorted = (rows: readonly TableRow[], sort: Sort | null): TableRow[] => {
  if (!sort || !isColumn(sort.column)) return [...rows]
  const value = VALUES[sort.column]
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    const order = compare(left, right)
    return sort.descending && left !== null && right !== null ? -order : order
  })
}

const periodText = ({ from, to }: TableRow): string =>
  to === '' ? '–' : from === to || from === '' ? to : `${from} ~ ${to.slice(2)}`

const ageText = ({ age, due }: TableRow): string => (age === null ? '–' : `${age}/${due ?? '–'}`)

const share =
  (key: Trouble) =>
  (row: TableRow): React.JSX.Element =>
    row.troubles.includes(key) ? (
      <strong className="over">◆ {shareText(row[key])}</strong>
    ) : (
      <span className={row[key]?.count ? '' : 'unknown'}>{row[key]?.count === 0 ? '0' : shareText(row[key])}</span>
    )

const column = (code: Key, width: number, numeric: boolean, cell: GridColumn<TableRow>['cell']): GridColumn<TableRow> => ({
  code,
  name: say.columns[code],
  width,
  numeric,
  cell,
})

const COLUMNS: readonly GridColumn<TableRow>[] = [
  column('category', 236, false, ({ code, name }) => `${code} ${name}`),
  column('department', 132, false, ({ departmentName }) => departmentName),
  column('state', 78, false, ({ state }) => <StateMark state={state} />),
  column('rows', 78, true, ({ rows, state }) => (state === 'missing' ? '–' : wholeNumber(rows))),
  column('period', 116, false, periodText),
  column('age', 76, true, ageText),
  column('missing', 54, true, ({ columns, state }) => (state === 'missing' ? '–' : columns.missing.length)),
  column('invalid', 80, true, share('invalid')),
  column('matched', 76, true, ({ matched }) => shareText(matched)),
  column('unmatched', 78, true, share('unmatched')),
  column('repeated', 76, true, share('repeated')),
  column('dead', 76, true, share('dead')),
  column('refused', 76, true, share('refused')),
  column('findings', 66, true, ({ findings: { error, warning } }) => wholeNumber(error + warning)),
]

interface TableProps {
  rows: readonly TableRow[]
  sort: Sort | null
  onSort(sort: Sort): void
  onOpen(category: string): void
}

/** All categories, one a line, to sort by any figure. */
export const CategoryTable = ({ rows, sort, onSort, onOpen }: TableProps) => (
  <Grid<TableRow>
    label={say.table}
    rows={rows.length}
    columns={COLUMNS}
    version={`${sort?.column} ${sort?.descending} ${rows.map(({ code }) => code).join(' ')}`}
    sort={sort ? [sort] : []}
    start={0}
    load={async (from, to) => rows.slice(from, to)}
    onSort={(code) => onSort({ column: code, descending: sort?.column === code ? !sort.descending : code !== 'category' })}
    onOpen={({ code }) => onOpen(code)}
  />
)
