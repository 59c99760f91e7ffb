import { Button } from 'antd'
import type { CategoryDetail, QualityRow, RowQuestion } from '../../../engine/contract.ts'
import { Grid, type GridColumn } from '../../parts/grid.tsx'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { show } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'

const { quality: say } = words

const WIDTHS: Readonly<Record<keyof typeof say.rowColumns, number>> = {
  file: 250,
  sheet: 70,
  row: 60,
  name: 60,
  number: 150,
  person: 84,
  date: 92,
}

const columnsOf = (question: RowQuestion): GridColumn<QualityRow>[] => {
  const note = say.notes[question]
  const plain = (Object.keys(say.rowColumns) as (keyof typeof say.rowColumns)[]).map(
    (key): GridColumn<QualityRow> => ({
      code: key,
      name: say.rowColumns[key],
      width: WIDTHS[key],
      numeric: key === 'row',
      cell: (row) => String(row[key]) || '–',
    }),
  )
  return note === ''
    ? plain
    : [...plain, { code: 'note', name: note, width: 140, numeric: false, cell: ({ note: text }) => text }]
}

interface RowsPanelProps {
  detail: CategoryDetail
  question: RowQuestion
  onBack(): void
}

/** The rows a figure counts; a person of a household opens its page. */
export const RowsPanel = ({ detail, question, onBack }: RowsPanelProps) => {
  const { code, name } = detail.category
  const epoch = useEngine((state) => state.epoch)
  const rows = (from: number, to: number) => ask('qualityRows', { category: code, question, from, to })
  const first = useAnswer(() => rows(0, 1), `${epoch} ${code} ${question}`)
  return (
    <section className="rows-panel">
      <p className="drawer-facts">
        <Button size="small" onClick={onBack}>
          {say.needs.back}
        </Button>
        <strong>{say.rowsTitle(say.measures[question], name)}</strong>
      </p>
      {first.failure && <Failed message={first.failure.message} retry={words.common.retry} again={first.again} />}
      {!first.value && !first.failure && <Loading label={words.common.loading} />}
      {first.value?.total === 0 && <Empty title={say.noRows} hint={say.noRowsHint} />}
      {first.value && first.value.total > 0 && (
        <Grid<QualityRow>
          label={say.rowsTitle(say.measures[question], name)}
          rows={first.value.total}
          columns={columnsOf(question)}
          version={`${epoch} ${code} ${question}`}
          sort={[]}
          start={0}
          load={async (from, to) => {
            const reply = await rows(from, to)
            return reply.ok ? reply.value.rows : null
          }}
          onOpen={({ person }) => {
            if (person) show({ page: 'household', household: person })
          }}
        />
      )}
    </section>
  )
}
