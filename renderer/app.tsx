import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { CrosscheckPage } from './pages/crosscheck/index.tsx'
import { HouseholdPage } from './pages/household/index.tsx'
import { LinkagePage } from './pages/linkage/index.tsx'
import { ListPage } from './pages/list/index.tsx'
import { MappingPage } from './pages/mapping/index.tsx'
import { OpenPage } from './pages/open/index.tsx'
import { SaveDialog } from './pages/open/save-dialog.tsx'
import { OverviewPage } from './pages/overview/index.tsx'
import { QualityPage } from './pages/quality/index.tsx'
import { Empty, Loading } from './parts/state-panel.tsx'
import { isBusy, useEngine } from './store/engine.ts'
import { useShell } from './store/shell.ts'
import { type Page, show, useView } from './store/view.ts'
import { words } from './words/zh-CN.ts'

const NAV: readonly Page[] = ['open', 'overview', 'list', 'quality', 'crosscheck', 'linkage']

const PAGES: Readonly<Record<Page, () => React.JSX.Element>> = {
  open: OpenPage,
  mapping: MappingPage,
  overview: OverviewPage,
  list: ListPage,
  quality: QualityPage,
  crosscheck: CrosscheckPage,
  linkage: LinkagePage,
  household: HouseholdPage,
}

/** Asks before results that no workspace holds are left. */
const useUnsavedWarning = (): void => {
  const unsaved = useEngine((state) => state.unsaved || isBusy(state))
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
}

const Bar = () => {
  const { page } = useView(({ view }) => view)
  const county = useEngine((state) => state.county)
  const unsaved = useEngine((state) => state.unsaved)
  const busy = useEngine(({ work }) => work.phase === 'busy')
  const waiting = useEngine(({ work }) => work.phase === 'review')
  const [saving, setSaving] = useState(false)
  return (
    <header className="bar">
      <a className="skip" href="#main">
        {words.common.skip}
      </a>
      <p className="bar-name">
        <strong>{words.common.product}</strong>
        <span>{county ? county.pack.name : words.common.subtitle}</span>
      </p>
      <nav aria-label={words.common.nav}>
        {NAV.map((one) => (
          <button key={one} type="button" aria-current={one === page ? 'page' : undefined} onClick={() => show({ page: one })}>
            {words.common.pages[one]}
          </button>
        ))}
      </nav>
      <p className="bar-facts">
        {county?.mark && <span className="synthetic">{county.mark}</span>}
        {county && <span>{words.common.asOf(county.asOf)}</span>}
      </p>
      {waiting && page !== 'open' && (
        <Button size="small" danger onClick={() => show({ page: 'open' })}>
          {words.delivery.waiting}
        </Button>
      )}
      <Button size="small" type={unsaved ? 'primary' : 'default'} disabled={!county || busy} onClick={() => setSaving(true)}>
        {words.common.save}
      </Button>
      {saving && <SaveDialog onClose={() => setSaving(false)} />}
    </header>
  )
}

/** The window: a bar above, one page below. */
export const App = () => {
  const shell = useShell(({ state }) => state)
  const page = useView(({ view }) => view.page)
  useUnsavedWarning()
  if (shell.phase === 'opening') return <Loading label={words.common.loading} />
  if (shell.phase === 'failed') {
    return (
      <main>
        <Empty title={words.common.product} hint={words.common.closedShell} />
      </main>
    )
  }
  const Shown = PAGES[page]
  return (
    <>
      <Bar />
      <main id="main" tabIndex={-1} className={`page page-${page}`}>
        <Shown />
      </main>
    </>
  )
}
