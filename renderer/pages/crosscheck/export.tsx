import { App, Button, Dropdown, Modal } from 'antd'
import { useState } from 'react'
import type { AdverseFilter, ExportFormat } from '../../../engine/contract.ts'
import { exportAdverse } from '../../commands/export.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'

const { crosscheck: say } = words

/** What leaves the page, saying beforehand what it will hold. */
export const Export = ({ filter, total, place }: { filter: AdverseFilter; total: number; place: string }) => {
  const { message } = App.useApp()
  const [format, setFormat] = useState<ExportFormat | null>(null)
  const [busy, setBusy] = useState(false)
  const go = async (): Promise<void> => {
    if (busy || format === null) return
    setBusy(true)
    const reply = await exportAdverse(filter, format)
    setBusy(false)
    setFormat(null)
    void (reply.ok
      ? message.success(say.exported(reply.value.name, wholeNumber(reply.value.facts)))
      : message.error(reply.message))
  }
  const count = wholeNumber(total)
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'xlsx', label: say.exportXlsx },
            { key: 'csv', label: say.exportCsv },
          ],
          onClick: ({ key }) => setFormat(key as ExportFormat),
        }}
      >
        <Button size="small" loading={busy}>
          {say.export}
        </Button>
      </Dropdown>
      <Modal
        open={format !== null}
        title={say.exportTitle}
        okText={say.export}
        cancelText={words.common.cancel}
        confirmLoading={busy}
        onCancel={() => setFormat(null)}
        onOk={() => void go()}
      >
        <p>{place === '' ? say.exportAll(count) : say.exportScoped(count, place)}</p>
        <p>{say.exportMasked}</p>
      </Modal>
    </>
  )
}
