import type { LoosePerson } from '../../../engine/contract.ts'
import { Grid, type GridColumn } from '../../parts/grid.tsx'
import { ask, useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'

const { list: say } = words

const named = (names: Readonly<Record<string, string>>, code: string): string => names[code] ?? code

const cellOf = (key: keyof LoosePerson, row: LoosePerson): string => {
  if (key === 'sex') return named(say.sexes, row.sex)
  if (key === 'state') return named(say.states, row.state)
  if (key === 'origin') return named(say.origins, row.origin)
  return row[key] || '–'
}

const WIDTHS: Partial<Record<keyof LoosePerson, number>> = { token: 96, name: 80, region: 190, file: 420 }

const COLUMNS = (Object.keys(say.loosePersons) as (keyof LoosePerson)[]).map(
  (key): GridColumn<LoosePerson> => ({
    code: key,
    name: say.loosePersons[key],
    width: WIDTHS[key] ?? 70,
    numeric: key === 'age' || key === 'row',
    cell: (row) => cellOf(key, row),
  }),
)

/** Persons who are in no household, with the row that brought them in. */
export const Loose = ({ persons }: { persons: number }) => {
  const epoch = useEngine((state) => state.epoch)
  return (
    <Grid<LoosePerson>
      label={say.loose('')}
      rows={persons}
      columns={COLUMNS}
      version={`loose ${epoch}`}
      sort={[]}
      start={0}
      load={async (from, to) => {
        const reply = await ask('loose', { from, to })
        return reply.ok ? reply.value.rows : null
      }}
    />
  )
}
