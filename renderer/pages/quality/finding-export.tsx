import { App, Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import type { ExportFormat, FindingFilter } from '../../../engine/contract.ts'
import { exportFindings } from '../../commands/quality.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'

const say = words.quality.findings
const FORMATS: readonly ExportFormat[] = ['xlsx', 'csv']

/** Gives the rows in sight to the departments that are to mend them. */
export const FindingExport = ({ filter, disabled }: { filter: FindingFilter; disabled: boolean }) => {
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [plain, setPlain] = useState(false)
  const [format, setFormat] = useState<ExportFormat>('xlsx')
  const run = async (): Promise<void> => {
    setBusy(true)
    const reply = await exportFindings(filter, format, plain)
    setBusy(false)
    setOpen(false)
    void (reply.ok
      ? message.success(say.exported(wholeNumber(reply.value.rows), reply.value.name))
      : message.error(reply.message))
  }
  return (
    <>
      <Button size="small" disabled={disabled} onClick={() => setOpen(true)}>
        {say.export}
      </Button>
      <Modal
        open={open}
        title={say.exportTitle}
        okText={say.export}
        cancelText={words.common.cancel}
        confirmLoading={busy}
        onCancel={() => setOpen(false)}
        onOk={() => void run()}
      >
        <Radio.Group
          className="stacked"
          aria-label={say.exportTitle}
          value={plain}
          options={[
            { value: false, label: say.masked },
            { value: true, label: say.plain },
          ]}
          onChange={({ target }) => setPlain(target.value as boolean)}
        />
        <Radio.Group
          aria-label={say.format}
          value={format}
          options={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
          onChange={({ target }) => setFormat(target.value as ExportFormat)}
        />
      </Modal>
    </>
  )
}
