import { Button, Checkbox, Drawer, Input } from 'antd'
import { useState } from 'react'
import type { ListColumn } from '../../../engine/contract.ts'
import { refine, START } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'

const { list: say } = words

const moved = (codes: readonly string[], at: number, by: number): string[] => {
  const next = [...codes]
  const [code] = next.splice(at, 1)
  if (code !== undefined) next.splice(at + by, 0, code)
  return next
}

interface ColumnChooserProps {
  columns: readonly ListColumn[]
  chosen: readonly string[]
  onClose(): void
}

/** Which columns the list shows, and in which order. */
export const ColumnChooser = ({ columns, chosen, onClose }: ColumnChooserProps) => {
  const [search, setSearch] = useState('')
  const set = (next: string[]): void => refine({ columns: next })
  const names = new Map(columns.map(({ code, name }) => [code, name]))
  const groups = [...new Set(columns.map(({ group }) => group))]
  const matching = columns.filter(
    ({ code, name }) => code !== 'household_id' && (search === '' || name.includes(search) || code.includes(search)),
  )
  return (
    <Drawer open size={420} title={say.columns} onClose={onClose}>
      <h2>{say.shown}</h2>
      <ol className="chosen">
        {chosen.map((code, at) => (
          <li key={code}>
            <span>{names.get(code) ?? code}</span>
            <Button
              size="small"
              disabled={at === 0}
              aria-label={`${names.get(code)} ${say.up}`}
              onClick={() => set(moved(chosen, at, -1))}
            >
              ↑
            </Button>
            <Button
              size="small"
              disabled={at === chosen.length - 1}
              aria-label={`${names.get(code)} ${say.down}`}
              onClick={() => set(moved(chosen, at, 1))}
            >
              ↓
            </Button>
          </li>
        ))}
      </ol>
      <Button size="small" onClick={() => set(START.columns)}>
        {say.reset}
      </Button>
      <Input.Search
        aria-label={say.columnSearch}
        placeholder={say.columnSearch}
        allowClear
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      {groups.map((group) => (
        <fieldset key={group} className="column-group">
          <legend>{group}</legend>
          {matching
            .filter((column) => column.group === group)
            .map(({ code, name }) => (
              <Checkbox
                key={code}
                checked={chosen.includes(code)}
                onChange={({ target }) => set(target.checked ? [...chosen, code] : chosen.filter((one) => one !== code))}
              >
                {name}
              </Checkbox>
            ))}
        </fieldset>
      ))}
    </Drawer>
  )
}
