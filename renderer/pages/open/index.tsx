import { Alert, App, Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { type DragEvent, useRef, useState } from 'react'
import type { OfferedFile } from '../../../engine/contract.ts'
import { ofDrop, ofPicker } from '../../commands/offered.ts'
import { addDelivery, openDelivery, openSample, SAMPLE, undoDelivery } from '../../commands/open-data.ts'
import { Failed } from '../../parts/state-panel.tsx'
import { clearFailure, isBusy, useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'
import { CountyFacts } from './county-facts.tsx'
import { FileTable } from './file-table.tsx'
import './open.css'
import { RegionChoice } from './region-choice.tsx'
import { ReviewPanel } from './review.tsx'
import { Templates } from './templates.tsx'
import { TriedFiles } from './tried-files.tsx'
import { WorkBar } from './work-bar.tsx'
import { OpenDialog, Workspaces } from './workspaces.tsx'

const ISO = 'YYYY-MM-DD'

/** 打开数据: deliveries, the sample and workspaces come in here. */
export const OpenPage = () => {
  const { modal } = App.useApp()
  const { work, county, unsaved, alarms, former } = useEngine()
  const [asOf, setAsOf] = useState(() => dayjs().format(ISO))
  const [pack, setPack] = useState<string>(county?.pack.code ?? SAMPLE.pack)
  const [workspace, setWorkspace] = useState<OfferedFile | null>(null)
  const [over, setOver] = useState(false)
  const folder = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const more = useRef<HTMLInputElement>(null)
  const busy = isBusy({ work })
  const [notice, setNotice] = useState('')

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
    else if (first) replacing(() => void openDelivery(offered, asOf, pack))
  }
  const dropped = async (event: DragEvent): Promise<void> => {
    event.preventDefault()
    setOver(false)
    if (!busy) take(await ofDrop(event.dataTransfer))
  }
  const add = async (offered: readonly OfferedFile[]): Promise<void> => {
    setNotice('')
    const told = await addDelivery(offered)
    if (told && told.known === told.files) setNotice(words.delivery.allKnown(told.files))
    else if (told && told.known > 0) setNotice(words.delivery.someKnown(told.known))
  }
  const undo = (): void => {
    modal.confirm({
      title: words.delivery.undoTitle,
      content: words.delivery.undoHint,
      okText: words.delivery.undo,
      onOk: () => {
        setNotice('')
        void undoDelivery()
      },
    })
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
          <RegionChoice value={pack} onChange={setPack} />
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
            {former.length > 0 && (
              <Button disabled={busy} onClick={undo}>
                {words.delivery.undo}
              </Button>
            )}
          </p>
          {input(words.open.folder, folder, take, true)}
          {input(words.open.files, files, take, false)}
          {input(words.open.further, more, (offered) => void add(offered), true)}
          <p className="open-hint">{over ? words.open.dropHere : words.open.drop}</p>
        </section>
        <Workspaces key={unsaved ? 'unsaved' : 'saved'} onPick={(file) => replacing(() => setWorkspace(file))} />
        <Templates />
      </div>
      <WorkBar />
      <ReviewPanel />
      {notice && <Alert type="info" showIcon closable={{ onClose: () => setNotice('') }} title={notice} />}
      {work.phase === 'failed' && <Failed message={work.message} retry={words.common.close} again={clearFailure} />}
      {work.phase === 'failed' && !county && <TriedFiles />}
      {alarms.length > 0 && work.phase === 'idle' && (
        <Alert
          type="warning"
          showIcon
          title={words.delivery.firstAlarms}
          description={alarms.map(({ message }) => message).join('；')}
        />
      )}
      {county && <FileTable county={county} />}
      {county && <CountyFacts county={county} />}
      {workspace && <OpenDialog file={workspace} onClose={() => setWorkspace(null)} />}
    </div>
  )
}
