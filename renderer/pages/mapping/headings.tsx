import { Button, Select, Table } from 'antd'
import type { CatalogueColumn, HeadingLook, SheetLook } from '../../../engine/contract.ts'
import { wholePercent } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import { type Choice, choose, type Draft } from './draft.ts'

const w = words.mapping
const SKIP = ''

interface Row {
  look: HeadingLook
  choice: Choice
  at: number
}

interface Props {
  look: SheetLook
  draft: Draft
  onChange(draft: Draft): void
}

/** How amounts and dates of a column are written, where there is a choice. */
const Forms = ({
  column,
  choice,
  set,
}: {
  column: CatalogueColumn | undefined
  choice: Choice
  set(patch: Partial<Choice>): void
}) => {
  if (!column) return null
  const own = column.unit.startsWith('万') ? '万元' : '元'
  return (
    <span className="mapping-forms">
      {column.type === 'money' && (
        <Select<'元' | '万元'>
          size="small"
          aria-label={`${column.title} ${w.unit}`}
          value={choice.unit ?? own}
          options={(['元', '万元'] as const).map((value) => ({ value, label: value }))}
          onChange={(unit) => set({ unit })}
        />
      )}
      {column.period && (
        <Select<'月' | '年'>
          size="small"
          aria-label={`${column.title} ${w.period}`}
          value={choice.period ?? column.period}
          options={[
            { value: '月' as const, label: w.monthly },
            { value: '年' as const, label: w.yearly },
          ]}
          onChange={(period) => set({ period })}
        />
      )}
      {(column.type === 'date' || column.type === 'datetime') && (
        <Select<'YMD' | 'DMY' | 'MDY'>
          size="small"
          aria-label={`${column.title} ${w.date}`}
          value={choice.date ?? 'YMD'}
          options={(['YMD', 'DMY', 'MDY'] as const).map((value) => ({ value, label: w.dateForms[value] }))}
          onChange={(date) => set({ date: date === 'YMD' ? null : date })}
        />
      )}
      {column.unit !== '' && <small>{w.expects(column.unit)}</small>}
    </span>
  )
}

const optionsOf = (columns: readonly CatalogueColumn[], draft: Draft) => {
  const taken = new Set(draft.choices.map(({ column }) => column))
  return [
    { value: SKIP, label: w.skip },
    ...columns.map(({ name, title, required }) => ({
      value: name,
      label: `${taken.has(name) ? '✓ ' : ''}${title}${required ? ' *' : ''}`,
      search: `${title} ${name}`,
    })),
  ]
}

/** The headings of the file, each with cells below it and the catalogue column it is given. */
export const Headings = ({ look, draft, onChange }: Props) => {
  const byName = new Map(look.columns.map((column) => [column.name, column]))
  const options = optionsOf(look.columns, draft)
  const rows = look.headings.map(
    (heading, at): Row => ({
      look: heading,
      at,
      choice: draft.choices[at] ?? { column: null, unit: null, period: null, date: null },
    }),
  )
  const set = (at: number, patch: Partial<Choice>): void => onChange(choose(draft, at, patch))
  const how = ({ look: heading, choice }: Row): string => {
    if (choice.column === null) return ''
    if (choice.column !== heading.column) return w.by.chosen ?? ''
    return `${w.by[heading.by] ?? ''} ${wholePercent(heading.confidence)}`
  }
  const suggestion = ({ look: heading, choice, at }: Row) => {
    const title = heading.suggestion ? byName.get(heading.suggestion.column)?.title : undefined
    if (!heading.suggestion || !title || choice.column !== null) return null
    const { column, confidence } = heading.suggestion
    return (
      <Button size="small" type="link" onClick={() => set(at, { column })}>
        {w.perhaps(title, wholePercent(confidence))}
      </Button>
    )
  }
  return (
    <Table<Row>
      size="small"
      className="mapping-headings"
      rowKey={({ at }) => at}
      dataSource={rows}
      pagination={false}
      columns={[
        { title: w.heading, key: 'heading', width: 150, render: (_, { look: { heading } }) => <strong>{heading}</strong> },
        {
          title: w.samples,
          key: 'samples',
          width: 190,
          render: (_, { look: { samples } }) => <small>{samples.join('　')}</small>,
        },
        {
          title: w.column,
          key: 'column',
          render: (_, row) => (
            <div className="mapping-choice">
              <Select
                size="small"
                aria-label={`${row.look.heading} ${w.column}`}
                className={row.choice.column === null ? 'mapping-open' : ''}
                showSearch={{ optionFilterProp: 'search' }}
                value={row.choice.column ?? SKIP}
                options={options}
                onChange={(column) => set(row.at, { column: column === SKIP ? null : column })}
              />
              <small>{how(row)}</small>
              {suggestion(row)}
              <Forms column={byName.get(row.choice.column ?? '')} choice={row.choice} set={(patch) => set(row.at, patch)} />
            </div>
          ),
        },
      ]}
    />
  )
}
