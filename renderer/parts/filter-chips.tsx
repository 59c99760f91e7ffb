import { Button, Tag } from 'antd'
import type { Filter } from '../../engine/contract.ts'
import type { Chip } from './filter-words.ts'

interface FilterChipsProps {
  label: string
  clear: string
  chips: readonly Chip[]
  onChange(filter: Filter): void
}

/** The conditions in force, each to be dropped by itself. */
export const FilterChips = ({ label, clear, chips, onChange }: FilterChipsProps) => (
  <div className="chips" role="group" aria-label={label}>
    {chips.map(({ key, text, without }) => (
      <Tag key={key} closable={{ 'aria-label': `去掉 ${text}` }} onClose={() => onChange(without)}>
        {text}
      </Tag>
    ))}
    {chips.length > 0 && (
      <Button size="small" type="link" onClick={() => onChange({})}>
        {clear}
      </Button>
    )}
  </div>
)
