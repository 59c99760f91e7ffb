import { Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import type { CategoryState, Quality, Sort } from '../../../engine/contract.ts'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { CategoryDrawer } from './category-drawer.tsx'
import { CategoryTable, isColumn, sorted, type TableRow, tableRows } from './category-table.tsx'
import { DepartmentMatrix } from './department-matrix.tsx'
import { STATE_SHAPES, STATES } from './marks.ts'
import { Overall } from './overall.tsx'

const { quality: say } = words

/** How the table shows what a figure of the county rests on. */
const RESTS_ON: Readonly<Record<string, Sort>> = {
  delivered: { column: 'state', descending: false },
  stale: { column: 'age', descending: true },
  lag: { column: 'age', descending: true },
  matched: { column: 'unmatched', descending: true },
  valid: { column: 'invalid', descending: true },
  repeated: { column: 'repeated', descending: true },
  refused: { column: 'refused', descending: true },
  dead: { column: 'dead', descending: true },
}

const matches = ({ code, name, departmentName, state }: TableRow, search: string, state_: CategoryState | null): boolean =>
  (state_ === null || state === state_) && `${code} ${name} ${departmentName}`.toUpperCase().includes(search.trim().toUpperCase())

const Legend = ({
  rows,
  state,
  onChoose,
}: {
  rows: readonly TableRow[]
  state: CategoryState | null
  onChoose(state: CategoryState | null): void
}) => (
  <span className="state-legend" role="group" aria-label={say.legend}>
    {STATES.map((one) => {
      const count = rows.filter((row) => row.state === one).length
      return (
        <button
          key={one}
          type="button"
          className={`state-mark state-${one}`}
          title={say.stateMeanings[one]}
          aria-pressed={state === one}
          disabled={count === 0}
          onClick={() => onChoose(state === one ? null : one)}
        >
          <span aria-hidden="true">{STATE_SHAPES[one]}</span>
          {say.states[one]} {count}
        </button>
      )
    })}
  </span>
)

const Shown = ({ quality }: { quality: Quality }) => {
  const view = useView((state) => state.view.quality)
  const [sort, setSort] = useState<Sort | null>(null)
  const [search, setSearch] = useState('')
  const [state, setState] = useState<CategoryState | null>(null)
  const [folded, setFolded] = useState(false)
  const all = useMemo(() => tableRows(quality), [quality])
  const rows = useMemo(
    () =>
      sorted(
        all.filter((row) => matches(row, search, state)),
        sort,
      ),
    [all, search, state, sort],
  )
  const open = (category: string | null): void => show({ quality: { ...view, category } })
  const clear = (): void => {
    setSearch('')
    setState(null)
  }
  return (
    <>
      <Overall
        quality={quality}
        onChoose={(key) => {
          const next = RESTS_ON[key]
          if (next && isColumn(next.column)) setSort(next)
        }}
      />
      <div className="quality-tools">
        <Legend rows={all} state={state} onChoose={setState} />
        <Input
          size="small"
          allowClear
          className="quality-search"
          aria-label={say.search}
          placeholder={say.search}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <span role="status">{say.count(rows.length, all.length)}</span>
        <Button size="small" type="link" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
          {folded ? say.showMatrix : say.hideMatrix}
        </Button>
      </div>
      {!folded && <DepartmentMatrix quality={quality} shown={new Set(rows.map(({ code }) => code))} onOpen={open} />}
      {rows.length === 0 ? (
        <Empty title={say.none} hint={say.noneHint} action={<Button onClick={clear}>{say.clear}</Button>} />
      ) : (
        <CategoryTable rows={rows} sort={sort} onSort={setSort} onOpen={open} />
      )}
      {view.category !== null && <CategoryDrawer key={view.category} code={view.category} onClose={() => open(null)} />}
    </>
  )
}

/** 质量总览: the county's figures, departments with their categories, and every category with its own. */
export const QualityOverview = () => {
  const epoch = useEngine((state) => state.epoch)
  const answer = useAnswer(() => ask('quality', {}), String(epoch))
  if (answer.failure) return <Failed message={answer.failure.message} retry={words.common.retry} again={answer.again} />
  return answer.value ? <Shown quality={answer.value} /> : <Loading label={words.common.loading} />
}
