import { Button, Tabs } from 'antd'
import { Empty } from '../../parts/state-panel.tsx'
import { useEngine } from '../../store/engine.ts'
import { QUALITY_TABS, type QualityView, show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { Catalogue } from './catalogue.tsx'
import { FindingList } from './finding-list.tsx'
import { QualityOverview } from './overview.tsx'
import './quality.css'
import { StatedTotals } from './stated-totals.tsx'

const { quality: say } = words

const PARTS: Readonly<Record<QualityView['tab'], () => React.JSX.Element>> = {
  overview: QualityOverview,
  findings: FindingList,
  catalogue: Catalogue,
  totals: StatedTotals,
}

/** 数据质量: how far the delivered data can be trusted, what is to be mended, and what departments are asked for. */
export const QualityPage = () => {
  const county = useEngine((state) => state.county)
  const quality = useView(({ view }) => view.quality)
  if (!county) {
    const toOpen = (
      <Button type="primary" onClick={() => show({ page: 'open' })}>
        {words.common.toOpen}
      </Button>
    )
    return <Empty title={words.common.noCounty} hint={words.common.noCountyHint} action={toOpen} />
  }
  const Shown = PARTS[quality.tab]
  return (
    <div className="quality">
      <div className="quality-title">
        <h1>{say.title}</h1>
        <Tabs
          size="small"
          activeKey={quality.tab}
          items={QUALITY_TABS.map((key) => ({ key, label: say.tabs[key] }))}
          onChange={(tab) => show({ quality: { ...quality, tab: tab as QualityView['tab'], category: null } })}
        />
      </div>
      <Shown />
    </div>
  )
}
