import { Input, Select } from 'antd'
import { useState } from 'react'
import type { FindingFilter, FindingRow, Severity } from '../../../engine/contract.ts'
import { Grid, type GridColumn } from '../../parts/grid.tsx'
import { wholeNumber } from '../../parts/markings.ts'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { refine, show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { FindingExport } from './finding-export.tsx'
import { FindingTree } from './finding-tree.tsx'
import { SeverityMark } from './severity-mark.tsx'

const say = words.quality.findings

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

const place = ({ file, sheet, row }: FindingRow): string =>
  [sheet ? `${file} [${sheet}]` : file, row === null ? '' : say.row(row)].filter((text) => text !== '').join(' ')

type Key = keyof typeof say.columns

const column = (code: Key, width: number, cell: GridColumn<FindingRow>['cell']): GridColumn<FindingRow> => ({
  code,
  name: say.columns[code],
  width,
  numeric: false,
  cell,
})

const COLUMNS: readonly GridColumn<FindingRow>[] = [
  column('severity', 64, ({ severity }) => <SeverityMark severity={severity} />),
  column('rule', 120, ({ rule }) => rule.name),
  column('category', 150, ({ category }) => (category.code === '' ? '–' : `${category.code} ${category.name}`)),
  column('column', 100, (row) => row.column || '–'),
  column('text', 130, ({ text }) => text || '–'),
  column('message', 330, ({ message }) => <span title={message}>{message}</span>),
  column('place', 300, (row) => <span title={place(row)}>{place(row)}</span>),
]

const Rows = ({ filter, total }: { filter: FindingFilter; total: number }) => {
  const epoch = useEngine((state) => state.epoch)
  return (
    <Grid<FindingRow>
      label={say.grid}
      rows={total}
      columns={COLUMNS}
      version={JSON.stringify([epoch, filter, total])}
      sort={[]}
      start={0}
      load={async (from, to) => {
        const reply = await ask('findings', { filter, from, to, plain: false })
        return reply.ok ? reply.value.rows : null
      }}
    />
  )
}

/** 问题清单: what could not be taken as it was sent, by department, category and rule, down to the cell. */
export const FindingList = () => {
  const epoch = useEngine((state) => state.epoch)
  const view = useView((state) => state.view.quality)
  const { findings: filter } = view
  const [search, setSearch] = useState(filter.search ?? '')
  const all = useAnswer(() => ask('findings', { filter: {}, from: 0, to: 0, plain: false }), String(epoch))
  const found = useAnswer(() => ask('findings', { filter, from: 0, to: 0, plain: false }), JSON.stringify([epoch, filter]))
  const choose = (next: FindingFilter): void => show({ quality: { ...view, findings: next } })
  const failure = all.failure ?? found.failure
  if (failure) return <Failed message={failure.message} retry={words.common.retry} again={found.again} />
  if (!all.value || !found.value) return <Loading label={words.common.loading} />
  const { search: _search, ...rest } = filter
  const narrow = (text: string): void =>
    refine({ quality: { ...view, findings: text.trim() === '' ? rest : { ...rest, search: text.trim() } } })
  return (
    <div className="findings">
      <FindingTree tally={all.value.tally} filter={filter} onChoose={choose} />
      <section className="findings-body">
        <div className="quality-tools">
          <strong role="status">{say.count(wholeNumber(found.value.total))}</strong>
          <Select
            size="small"
            aria-label={say.severity}
            value={filter.severity ?? ''}
            options={[
              { value: '', label: say.anySeverity },
              ...SEVERITIES.map((value) => ({ value, label: say.severities[value] })),
            ]}
            onChange={(value) => {
              const { severity: _severity, ...others } = filter
              choose(value === '' ? others : { ...others, severity: value as Severity })
            }}
          />
          <Input.Search
            size="small"
            allowClear
            className="quality-search"
            aria-label={say.search}
            placeholder={say.search}
            value={search}
            onChange={({ target }) => setSearch(target.value)}
            onSearch={narrow}
          />
          <FindingExport filter={filter} disabled={found.value.total === 0} />
        </div>
        {found.value.total === 0 ? (
          <Empty title={say.none} hint={say.noneHint} />
        ) : (
          <Rows filter={filter} total={found.value.total} />
        )}
      </section>
    </div>
  )
}
