import { App, Button, Dropdown, Modal } from 'antd'
import { useState } from 'react'
import type { ExportFormat, Filter, Listing, Reply, Sort } from '../../../engine/contract.ts'
import { type Exported, exportList, exportTable } from '../../commands/export.ts'
import { printRoster } from '../../commands/print.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'

const { list: say } = words
const TABLE = 'households.csv'

interface ActionsProps {
  listing: Listing
  filter: Filter
  sort: Sort[]
  columns: string[]
  /** Name of the region the list is limited to; empty without one. */
  place: string
}

/** What leaves the list: exports and papers, each saying beforehand what it will hold. */
export const Actions = ({ listing, filter, sort, columns, place }: ActionsProps) => {
  const { message } = App.useApp()
  const [format, setFormat] = useState<ExportFormat | null>(null)
  const [busy, setBusy] = useState(false)
  const said = async (task: () => Promise<Reply<Exported>>): Promise<void> => {
    if (busy) return
    setBusy(true)
    const reply = await task()
    setBusy(false)
    setFormat(null)
    if (!reply.ok) void message.error(reply.message)
    else
      void message.success(
        reply.value.households > 0 ? say.exported(reply.value.name, wholeNumber(reply.value.households)) : reply.value.name,
      )
  }
  const roster = async (): Promise<void> => {
    const { region } = filter
    if (busy) return
    if (region === undefined) {
      void message.info(say.rosterNeeds)
      return
    }
    setBusy(true)
    const reply = await printRoster(region, filter)
    setBusy(false)
    void (reply.ok ? message.success(`${reply.value}.pdf`) : message.error(reply.message))
  }
  const count = wholeNumber(listing.households)
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'xlsx', label: say.exportXlsx },
            { key: 'csv', label: say.exportCsv },
            { key: TABLE, label: say.exportTable },
          ],
          onClick: ({ key }) => (key === TABLE ? void said(() => exportTable(TABLE)) : setFormat(key as ExportFormat)),
        }}
      >
        <Button size="small" loading={busy}>
          {say.export}
        </Button>
      </Dropdown>
      <Button size="small" disabled={busy} onClick={() => void roster()}>
        {say.roster}
      </Button>
      <Modal
        open={format !== null}
        title={say.exportTitle}
        okText={say.export}
        cancelText={words.common.cancel}
        confirmLoading={busy}
        onCancel={() => setFormat(null)}
        onOk={() => (format ? void said(() => exportList(filter, sort, columns, format)) : undefined)}
      >
        <p>{place === '' ? say.exportAll(count) : say.exportScoped(count, place)}</p>
        <p>{say.exportMasked}</p>
      </Modal>
    </>
  )
}
