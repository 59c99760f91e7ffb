import { Select, Table } from 'antd'
import type { Preview, SheetLook } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import { type Draft, giveCode } from './draft.ts'

const w = words.mapping
type Label = Preview['labels'][number]

interface Props {
  look: SheetLook
  draft: Draft
  /** Labels without a code by the last preview; those that were given one since stay in sight. */
  labels: readonly Label[]
  onChange(draft: Draft): void
}

/** Labels the code lists do not know, each with the code it is given. */
export const Labels = ({ look, draft, labels, onChange }: Props) => {
  const given = Object.entries(draft.labels).flatMap(([column, codes]) =>
    Object.keys(codes).map((label): Label => ({ column, label, count: 0 })),
  )
  const all = [
    ...labels,
    ...given.filter((one) => !labels.some((other) => other.column === one.column && other.label === one.label)),
  ]
  const chosen = new Set(draft.choices.map(({ column }) => column))
  const rows = all.filter(({ column }) => chosen.has(column))
  if (rows.length === 0) return null
  const column = (name: string) => look.columns.find((one) => one.name === name)
  return (
    <section>
      <h2>{w.labels}</h2>
      <Table<Label>
        size="small"
        rowKey={(one) => `${one.column} ${one.label}`}
        dataSource={rows}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: w.column, key: 'column', render: (_, one) => column(one.column)?.title },
          { title: w.label, dataIndex: 'label', key: 'label' },
          { title: w.count, key: 'count', align: 'right', render: (_, { count }) => (count > 0 ? wholeNumber(count) : '') },
          {
            title: w.code,
            key: 'code',
            width: 220,
            render: (_, one) => (
              <Select
                size="small"
                className="mapping-code"
                aria-label={`${one.label} ${w.code}`}
                showSearch={{ optionFilterProp: 'label' }}
                placeholder={w.pickCode}
                value={draft.labels[one.column]?.[one.label] ?? null}
                options={column(one.column)?.codes.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })) ?? []}
                onChange={(code) => code !== null && onChange(giveCode(draft, one.column, one.label, code))}
              />
            ),
          },
        ]}
      />
    </section>
  )
}
