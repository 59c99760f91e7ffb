import { App, Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { type DragEvent, useRef, useState } from 'react'
import type { OfferedFile } from '../../../engine/contract.ts'
import { ofDrop, ofPicker } from '../../commands/offered.ts'
import { addDelivery, openDelivery, openSample } from '../../commands/open-data.ts'
import { Failed } from '../../parts/state-panel.tsx'
import { clearFailure, useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'
import { FileTable } from './file-table.tsx'
import './open.css'
import { WorkBar } from './work-bar.tsx'
import { OpenDialog, Workspaces } from './workspaces.tsx'

const ISO = 'YYYY-MM-DD'

/** 打开数据: deliveries, the sample and workspaces come in here. */
export const OpenPage = () => {
  const { modal } = App.useApp()
  const { work, county, unsaved } = useEngine()
  const [asOf, setAsOf] = useState(() => dayjs().format(ISO))
  const [workspace, setWorkspace] = useState<OfferedFile | null>(null)
  const [over, setOver] = useState(false)
  const folder = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const more = useRef<HTMLInputElement>(null)
  const busy = work.phase === 'busy'

  const replacing = (go: () => void): void => {
    if (busy) return
    if (!unsaved) go()
    else {
      modal.confirm({
        title: words.common.unsavedTitle,
        content: words.common.unsaved,
        okText: words.common.goOn,
        cancelText: words.common.stay,
        onOk: () => void go(),
      })
    }
  }
  const take = (offered: readonly OfferedFile[]): void => {
    const [first] = offered
    if (offered.length === 1 && first?.path.toLowerCase().endsWith('.jpf')) replacing(() => setWorkspace(first))
    else if (first) replacing(() => void openDelivery(offered, asOf))
  }
  const dropped = async (event: DragEvent): Promise<void> => {
    event.preventDefault()
    setOver(false)
    if (!busy) take(await ofDrop(event.dataTransfer))
  }
  const input = (label: string, place: typeof folder, onFiles: (offered: OfferedFile[]) => void, directory: boolean) => (
    <input
      ref={place}
      hidden
      multiple
      type="file"
      aria-label={label}
      {...(directory ? { webkitdirectory: '' } : {})}
      onChange={({ target }) => {
        onFiles(ofPicker(target.files ?? []))
        target.value = ''
      }}
    />
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the buttons do
    <div
      className={`open ${over ? 'open-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void dropped(event)}
    >
      <div className="open-top">
        <section className="open-start">
          <h1>{words.open.title}</h1>
          <p>{words.open.lead}</p>
          <div className="open-as-of">
            <label htmlFor="as-of">{words.open.asOf}</label>
            <DatePicker id="as-of" value={dayjs(asOf)} allowClear={false} onChange={(day) => setAsOf(dayjs(day).format(ISO))} />
            <small>{words.open.asOfHint}</small>
          </div>
          <p className="open-buttons">
            <Button type="primary" disabled={busy} onClick={() => folder.current?.click()}>
              {words.open.folder}
            </Button>
            <Button disabled={busy} onClick={() => files.current?.click()}>
              {words.open.files}
            </Button>
            <Button disabled={busy} onClick={() => replacing(() => void openSample())}>
              {words.open.sample}
            </Button>
            {county?.originals && (
              <Button disabled={busy} onClick={() => more.current?.click()}>
                {words.open.further}
              </Button>
            )}
          </p>
          {input(words.open.folder, folder, take, true)}
          {input(words.open.files, files, take, false)}
          {input(words.open.further, more, (offered) => void addDelivery(offered, county?.asOf ?? asOf), true)}
          <p className="open-hint">{over ? words.open.dropHere : words.open.drop}</p>
        </section>
        <Workspaces key={unsaved ? 'unsaved' : 'saved'} onPick={(file) => replacing(() => setWorkspace(file))} />
      </div>
      <WorkBar />
      {work.phase === 'failed' && <Failed message={work.message} retry={words.common.close} again={clearFailure} />}
      {county && <FileTable county={county} />}
      {county && (
        <section className="open-facts">
          <h2>{words.open.missing(county.notDelivered.length)}</h2>
          <p>{county.notDelivered.map(({ code, name }) => `${code} ${name}`).join('、') || '—'}</p>
          <h2>{words.open.findings}</h2>
          <p>
            {county.findings
              .map(({ name, severity, findings }) => `${name}（${words.open.severities[severity as 'error']}）${findings} 处`)
              .join('　') || '—'}
          </p>
          <p>{words.open.memory(Math.round(county.memory / 1_000_000))}</p>
        </section>
      )}
      {workspace && <OpenDialog file={workspace} onClose={() => setWorkspace(null)} />}
    </div>
  )
}
