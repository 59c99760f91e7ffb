import { Cascader, Input, InputNumber, Select, Space } from 'antd'
import { useEffect, useState } from 'react'
import type { ColourCode, County, Filter, RegionTally } from '../../../engine/contract.ts'
import { ColourMark } from '../../parts/colour-mark.tsx'
import { COLOURS } from '../../parts/markings.ts'
import { ask } from '../../store/engine.ts'
import { refine, show } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'

const { list: say } = words

interface RegionOption {
  value: string
  label: string
  isLeaf: boolean
  children?: RegionOption[]
}

const optionOf = ({ code, name, level, tile }: RegionTally): RegionOption => ({
  value: code,
  label: name,
  isLeaf: level === 'village' || tile === null,
})

/** Towns at once, villages of a town when it is opened. */
const useRegions = (): { options: RegionOption[]; load(code: string): Promise<void> } => {
  const [options, setOptions] = useState<RegionOption[]>([])
  useEffect(() => {
    void ask('overview', { filter: {} }).then((reply) => reply.ok && setOptions(reply.value.regions.map(optionOf)))
  }, [])
  const load = async (code: string): Promise<void> => {
    const reply = await ask('overview', { filter: { region: code } })
    if (!reply.ok) return
    const children = reply.value.regions.map(optionOf)
    setOptions((former) => former.map((one) => (one.value === code ? { ...one, children } : one)))
  }
  return { options, load }
}

const pathOf = (region: string | undefined): string[] => {
  if (region === undefined) return []
  const town = `${region.slice(0, 9)}000`
  return region.endsWith('?') || region === town ? [region] : [town, region]
}

const DELAY = 250

const Search = ({ filter }: { filter: Filter }) => {
  const [text, setText] = useState(filter.search ?? '')
  const kept = filter.search ?? ''
  useEffect(() => setText(kept), [kept])
  useEffect(() => {
    if (text.trim() === kept) return
    const timer = setTimeout(() => {
      const { search: _, ...rest } = filter
      refine({ filter: text.trim() === '' ? rest : { ...rest, search: text.trim() }, scroll: 0 })
    }, DELAY)
    return () => clearTimeout(timer)
  }, [text, kept, filter])
  return (
    <Input.Search
      className="list-search"
      aria-label={say.search}
      placeholder={say.searchHint}
      title={say.searchHint}
      allowClear
      value={text}
      maxLength={60}
      onChange={({ target }) => setText(target.value)}
    />
  )
}

/** A filter without what is undefined. */
const clean = (filter: { [Key in keyof Filter]: Filter[Key] | undefined }): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Filter

const Indicator = ({ county, filter, set }: { county: County; filter: Filter; set(part: Partial<Filter>): void }) => {
  const [code, setCode] = useState<string | undefined>(filter.indicator?.code)
  const levels = county.indicators.find((one) => one.code === code)?.levels ?? []
  return (
    <Space.Compact>
      <Select
        className="list-indicator"
        size="small"
        aria-label={say.indicator}
        placeholder={say.indicator}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={code ?? null}
        options={county.indicators.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` }))}
        onChange={(next) => {
          setCode(next ?? undefined)
          if (!next) set({ indicator: undefined as never })
        }}
      />
      {code && (
        <Select
          size="small"
          aria-label={say.level}
          placeholder={say.level}
          value={filter.indicator?.code === code ? filter.indicator.level : null}
          options={[
            ...levels.map(({ level }) => ({ value: level as number | 'unknown', label: say.levelNumber(level) })),
            { value: 'unknown' as const, label: words.common.unknown },
          ]}
          onChange={(level) => set({ indicator: { code, level: level ?? 'unknown' } })}
        />
      )}
    </Space.Compact>
  )
}

/** Every way to narrow the list. */
export const FilterBar = ({ county, filter }: { county: County; filter: Filter }) => {
  const regions = useRegions()
  const set = (part: { [Key in keyof Filter]?: Filter[Key] | undefined }): void =>
    show({ filter: clean({ ...filter, ...part }), scroll: 0 })
  const score = filter.score ?? { from: 0, to: 100 }
  const setScore = (from: number, to: number): void => set({ score: from <= 0 && to >= 100 ? undefined : { from, to } })
  return (
    <div className="filter-bar">
      <Search filter={filter} />
      <Cascader
        size="small"
        aria-label={say.region}
        placeholder={say.region}
        options={regions.options}
        changeOnSelect
        value={pathOf(filter.region)}
        loadData={(chosen) => void regions.load(String(chosen.at(-1)?.value))}
        onChange={(path) => set({ region: path?.at(-1) === undefined ? undefined : String(path.at(-1)) })}
      />
      <Select
        size="small"
        aria-label={say.type}
        placeholder={say.type}
        allowClear
        value={filter.type ?? null}
        options={county.types.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(type) => set({ type: type ?? undefined })}
      />
      <Select<ColourCode | null>
        size="small"
        aria-label={say.colour}
        placeholder={say.colour}
        allowClear
        value={filter.colour ?? null}
        options={COLOURS.map((colour) => ({ value: colour, label: <ColourMark colour={colour} /> }))}
        onChange={(colour) => set({ colour: colour ?? undefined })}
      />
      <Select
        size="small"
        aria-label={say.registered}
        placeholder={say.registered}
        allowClear
        value={filter.registered ?? null}
        options={[
          ...county.registered.map(({ code, name }) => ({ value: code, label: name })),
          { value: 'none', label: say.notRegistered },
        ]}
        onChange={(registered) => set({ registered: registered ?? undefined })}
      />
      <Space.Compact>
        <InputNumber
          size="small"
          aria-label={`${say.score}${say.from}`}
          prefix={say.score}
          min={0}
          max={100}
          value={score.from}
          onChange={(from) => setScore(Number(from ?? 0), score.to)}
        />
        <InputNumber
          size="small"
          aria-label={`${say.score}${say.to}`}
          prefix={say.to}
          min={0}
          max={100}
          value={score.to}
          onChange={(to) => setScore(score.from, Number(to ?? 100))}
        />
      </Space.Compact>
      <Indicator county={county} filter={filter} set={set} />
    </div>
  )
}
