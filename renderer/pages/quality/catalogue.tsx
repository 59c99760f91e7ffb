import { App, Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import type { Dictionary, DictionaryCategory, Totals } from '../../../engine/contract.ts'
import { exportTemplate } from '../../commands/quality.ts'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'
import { CatalogueEntry } from './catalogue-entry.tsx'
import { StatedFormats } from './stated-formats.tsx'

const say = words.quality.catalogue

/** Whether a category, a column of it or another name of a column holds the words looked for. */
const mentions = ({ code, name, columns }: DictionaryCategory, search: string): boolean => {
  const wanted = search.trim().toUpperCase()
  const names = columns.flatMap((column) => [column.code, column.name, column.list, ...column.aliases])
  return wanted === '' || [code, name, ...names].some((text) => text.toUpperCase().includes(wanted))
}

const useTemplate = (): ((code: string) => Promise<void>) => {
  const { message } = App.useApp()
  return async (code) => {
    const reply = await exportTemplate(code)
    void (reply.ok ? message.success(say.exported(reply.value)) : message.error(reply.message))
  }
}

interface ShownProps {
  dictionary: Dictionary
  known: Totals['known']
}

const Shown = ({ dictionary, known }: ShownProps) => {
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState(dictionary.categories[0]?.code ?? '')
  const template = useTemplate()
  const found = useMemo(() => dictionary.categories.filter((one) => mentions(one, search)), [dictionary, search])
  const current = found.find(({ code }) => code === chosen) ?? found[0]
  return (
    <div className="catalogue">
      <nav className="catalogue-list" aria-label={say.list}>
        <Input
          size="small"
          allowClear
          aria-label={say.search}
          placeholder={say.search}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <p role="status">{say.found(found.length)}</p>
        <div className="catalogue-scroll">
          {dictionary.departments.map(({ code, name }) => {
            const own = found.filter(({ department }) => department === code)
            return own.length === 0 ? null : (
              <section key={code}>
                <h3>
                  {name}
                  <Button size="small" type="link" title={`${say.department}：${name}`} onClick={() => void template(code)}>
                    {say.departmentShort}
                  </Button>
                </h3>
                <ul>
                  {own.map((one) => (
                    <li key={one.code}>
                      <button
                        type="button"
                        className="tree-choice"
                        aria-pressed={one.code === current?.code}
                        onClick={() => setChosen(one.code)}
                      >
                        {one.code} {one.name}
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            )
          })}
        </div>
      </nav>
      <section className="catalogue-body">
        <StatedFormats known={known} />
        {current ? (
          <CatalogueEntry dictionary={dictionary} category={current} onTemplate={(code) => void template(code)} />
        ) : (
          <Empty title={say.none} hint={say.noneHint} />
        )}
      </section>
    </div>
  )
}

/** 数据目录: what departments are asked for, with templates to send them. */
export const Catalogue = () => {
  const epoch = useEngine((state) => state.epoch)
  const dictionary = useAnswer(() => ask('dictionary', {}), String(epoch))
  const totals = useAnswer(() => ask('totals', {}), String(epoch))
  const failure = dictionary.failure ?? totals.failure
  if (failure) return <Failed message={failure.message} retry={words.common.retry} again={dictionary.again} />
  if (!dictionary.value || !totals.value) return <Loading label={words.common.loading} />
  return <Shown dictionary={dictionary.value} known={totals.value.known} />
}
