import { Button, Table } from 'antd'
import { useEffect, useState } from 'react'
import type { SheetLook } from '../../../engine/contract.ts'
import { inspectFiles, mapSheet } from '../../commands/mapping.ts'
import { lastTried } from '../../commands/open-data.ts'
import { Loading } from '../../parts/state-panel.tsx'
import { closeBench } from '../../store/bench.ts'
import { words } from '../../words/zh-CN.ts'

const w = words.mapping

/** The files of an opening that failed, each with the way to its mapping: without a register no county comes of them. */
export const TriedFiles = () => {
  const [asked, setAsked] = useState(false)
  const [looks, setLooks] = useState<SheetLook[] | null>(null)
  const [problem, setProblem] = useState('')
  useEffect(() => closeBench, [])
  const tried = lastTried()
  if (tried === null) return null
  const look = async (): Promise<void> => {
    setAsked(true)
    const reply = await inspectFiles(tried.pack, tried.files)
    if (reply.ok) setLooks(reply.value.sheets)
    else setProblem(reply.message)
  }
  if (!asked) return <Button onClick={() => void look()}>{w.look}</Button>
  if (problem !== '') return <p role="alert">{problem}</p>
  if (looks === null) return <Loading label={w.reading} />
  return (
    <section>
      <h2>{w.lookTitle}</h2>
      <Table<SheetLook>
        size="small"
        rowKey={({ path, sheet }) => `${path} ${sheet}`}
        dataSource={[...looks].sort((a, b) => Number(a.taken !== '') - Number(b.taken !== ''))}
        pagination={{ pageSize: 12, showSizeChanger: false, hideOnSinglePage: true }}
        columns={[
          { title: w.file, key: 'path', render: (_, { path, sheet }) => (sheet ? `${path} [${sheet}]` : path) },
          { title: w.state, key: 'taken', render: (_, { taken, problem: why }) => taken || why },
          {
            title: '',
            key: 'map',
            width: 90,
            render: (_, { path, sheet }) => (
              <Button size="small" onClick={() => mapSheet(path, sheet)}>
                {w.open}
              </Button>
            ),
          },
        ]}
      />
    </section>
  )
}
