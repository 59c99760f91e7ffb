import { Button, DatePicker, Input, InputNumber, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { type ReactNode, useState } from 'react'
import type { DictionaryCategory, StatedTotal } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

const say = words.quality.totals

interface AddTotalProps {
  categories: readonly DictionaryCategory[]
  /** Resolves to whether it was kept. */
  onSave(total: StatedTotal): Promise<boolean>
  action: ReactNode
}

/** A total that somebody states, typed in. */
export const AddTotal = ({ categories, onSave, action }: AddTotalProps) => {
  const [category, setCategory] = useState<string | null>(null)
  const [count, setCount] = useState<number | null>(null)
  const [date, setDate] = useState<Dayjs | null>(null)
  const [source, setSource] = useState('')
  const save = async (): Promise<void> => {
    if (category === null || count === null) return
    const kept = await onSave({ category, count, date: date?.format('YYYY-MM-DD') ?? '', source: source.trim() })
    if (kept) {
      setCategory(null)
      setCount(null)
    }
  }
  return (
    <form
      className="quality-tools"
      aria-label={say.add}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Select
        size="small"
        className="total-category"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={say.category}
        placeholder={say.pickCategory}
        value={category}
        options={categories.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        onChange={setCategory}
      />
      <InputNumber
        size="small"
        min={0}
        precision={0}
        aria-label={say.count}
        placeholder={say.count}
        value={count}
        onChange={setCount}
      />
      <DatePicker size="small" aria-label={say.date} placeholder={say.date} value={date} onChange={setDate} />
      <Input
        size="small"
        className="total-source"
        aria-label={say.source}
        placeholder={say.sourceHint}
        maxLength={60}
        value={source}
        onChange={({ target }) => setSource(target.value)}
      />
      <Button size="small" type="primary" htmlType="submit" disabled={category === null || count === null}>
        {say.save}
      </Button>
      {action}
    </form>
  )
}
