import { Button } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ColourCode, County, ListColumn, ListRow } from '../../../engine/contract.ts'
import { ColourMark } from '../../parts/colour-mark.tsx'
import { FilterChips } from '../../parts/filter-chips.tsx'
import { chipsOf } from '../../parts/filter-words.ts'
import { Grid, type GridColumn } from '../../parts/grid.tsx'
import { wholeNumber } from '../../parts/markings.ts'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { listColumns, refine, show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { Actions } from './actions.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { FilterBar } from './filter-bar.tsx'
import { nextSort } from './next-sort.ts'

const { list: say } = words
/** Milliseconds after which a list that was scrolled counts as at rest. */
const REST = 250
const NUMERIC = new Set(['number', 'yuan', 'share'])
const WIDTHS: Readonly<Record<string, number>> = { household_id: 96, region_name: 190, address: 180, head: 76, registered: 110 }

const gridColumn = ({ code, name, kind }: ListColumn): GridColumn<ListRow> => ({
  code,
  name,
  width: WIDTHS[code] ?? (NUMERIC.has(kind) ? 88 : 92),
  numeric: NUMERIC.has(kind),
  cell: (row) => {
    const value = row[code] ?? ''
    if (value === '') return <span className="unknown">–</span>
    return kind === 'colour' ? <ColourMark colour={value as ColourCode} /> : value
  },
})

const usePainted = (shown: unknown): void => {
  useEffect(() => {
    if (shown) requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('list:painted')))
  }, [shown])
}

/** Households in a windowed table, with all that narrows, orders and takes them away. */
export const Families = ({ county }: { county: County }) => {
  const { filter, sort, columns: chosen, scroll } = useView(({ view }) => view)
  const columns = useMemo(() => listColumns(chosen, county.types), [chosen, county.types])
  const epoch = useEngine((state) => state.epoch)
  const [choosing, setChoosing] = useState(false)
  const known = useAnswer(() => ask('columns', {}), String(epoch))
  const key = JSON.stringify([epoch, filter, sort])
  const listing = useAnswer(() => {
    performance.mark('list:asked')
    return ask('list', { filter, sort })
  }, key)
  const region = useAnswer(
    () => ask('overview', { filter: filter.region === undefined ? {} : { region: filter.region } }),
    filter.region ?? '',
  )
  usePainted(listing.value)
  const shown = useMemo(() => {
    const all = new Map(known.value?.map((column) => [column.code, column]))
    return ['household_id', ...columns].flatMap((code) => all.get(code) ?? []).map(gridColumn)
  }, [known.value, columns])
  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const inSight = useRef(scroll)
  const keepPlace = (first: number): void => {
    inSight.current = first
    clearTimeout(resting.current)
    resting.current = setTimeout(() => refine({ scroll: first }), REST)
  }
  const failure = listing.failure ?? known.failure
  const found = listing.value
  const place =
    filter.region === undefined
      ? ''
      : `${region.value?.path.at(-1)?.name ?? ''}${filter.region.endsWith('?') ? words.overview.unplaced('').slice(0, 3) : ''}`
  return (
    <>
      <FilterBar county={county} filter={filter} />
      <div className="list-head">
        <span role="status" className="list-count">
          {found ? say.found(wholeNumber(found.households), wholeNumber(found.persons)) : words.common.loading}
        </span>
        <FilterChips
          label={words.overview.filters}
          clear={say.clear}
          chips={chipsOf(county, filter, place)}
          onChange={(next) => show({ filter: next, scroll: 0 })}
        />
        <span className="list-actions">
          <Button size="small" onClick={() => setChoosing(true)}>
            {say.columns}
          </Button>
          {found && <Actions listing={found} filter={filter} sort={sort} columns={columns} place={place} />}
        </span>
      </div>
      <p className="on-paper">{say.onPaper}</p>
      {failure && <Failed message={failure.message} retry={words.common.retry} again={listing.again} />}
      {!found && !failure && <Loading label={words.common.loading} />}
      {found?.households === 0 && (
        <Empty title={say.none} hint={say.noneHint} action={<Button onClick={() => show({ filter: {} })}>{say.clear}</Button>} />
      )}
      {found && found.households > 0 && shown.length > 0 && (
        <Grid<ListRow>
          label={say.grid}
          rows={found.households}
          columns={shown}
          version={`${found.handle} ${columns.join(' ')}`}
          sort={sort}
          start={scroll}
          load={async (from, to) => {
            const reply = await ask('listRows', { handle: found.handle, from, to, columns })
            return reply.ok ? reply.value : null
          }}
          onSort={(column, more) => refine({ sort: nextSort(sort, column, more), scroll: 0 })}
          onScroll={keepPlace}
          onOpen={({ household_id }) => {
            clearTimeout(resting.current)
            refine({ scroll: inSight.current })
            if (household_id) show({ page: 'household', household: household_id, fact: null })
          }}
        />
      )}
      {choosing && known.value && <ColumnChooser columns={known.value} chosen={columns} onClose={() => setChoosing(false)} />}
    </>
  )
}
