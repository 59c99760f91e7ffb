import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { wholeNumber } from '../../parts/markings.ts'
import { Empty } from '../../parts/state-panel.tsx'
import { useEngine } from '../../store/engine.ts'
import { show } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { Families } from './families.tsx'
import './list.css'
import { Loose } from './loose.tsx'

/** 家庭名单: every household a filter means. */
export const ListPage = () => {
  const county = useEngine((state) => state.county)
  const [part, setPart] = useState('families')
  if (!county) {
    const toOpen = (
      <Button type="primary" onClick={() => show({ page: 'open' })}>
        {words.common.toOpen}
      </Button>
    )
    return <Empty title={words.common.noCounty} hint={words.common.noCountyHint} action={toOpen} />
  }
  return (
    <div className="list">
      <div className="list-title">
        <h1>{words.list.title}</h1>
        <Segmented
          size="small"
          aria-label={words.list.title}
          value={part}
          options={[
            { value: 'families', label: words.list.families },
            { value: 'loose', label: words.list.loose(wholeNumber(county.outside)) },
          ]}
          onChange={setPart}
        />
      </div>
      {part === 'families' ? <Families county={county} /> : <Loose persons={county.outside} />}
    </div>
  )
}
