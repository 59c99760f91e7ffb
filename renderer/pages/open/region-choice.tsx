import { Select } from 'antd'
import { regions } from '../../commands/regions.ts'
import { useAnswer } from '../../parts/use-answer.ts'
import { words } from '../../words/zh-CN.ts'

/** For which region data are opened. */
export const RegionChoice = ({ value, onChange }: { value: string; onChange(pack: string): void }) => {
  const answer = useAnswer(regions, '')
  return (
    <div className="open-as-of">
      <label htmlFor="region">{words.open.region}</label>
      <Select
        id="region"
        style={{ minWidth: 140 }}
        loading={answer.status === 'loading'}
        value={value}
        options={(answer.value ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        onChange={onChange}
      />
      <small>{answer.failure?.message ?? words.open.regionHint}</small>
    </div>
  )
}
