import { Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import type { AdverseFact, Verdict } from '../../../engine/contract.ts'
import { judge } from '../../commands/judge.ts'
import { words } from '../../words/zh-CN.ts'

const { crosscheck: say } = words
const VERDICTS: readonly Verdict[] = ['true', 'false', 'handled', 'data_error']

/** Asks what a person found about an adverse fact, and on what ground. */
export const JudgeDialog = ({ fact, onClose, onJudged }: { fact: AdverseFact; onClose(): void; onJudged(): void }) => {
  const [verdict, setVerdict] = useState<Verdict | null>(fact.review?.verdict ?? null)
  const [reason, setReason] = useState(fact.review?.reason ?? '')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const go = async (): Promise<void> => {
    if (verdict === null || busy) return
    setBusy(true)
    const reply = await judge(fact, verdict, reason)
    setBusy(false)
    if (reply.ok) onJudged()
    else setProblem(reply.message)
  }
  return (
    <Modal
      open
      title={say.judgeTitle(fact.checkName)}
      okText={words.common.confirm}
      cancelText={words.common.cancel}
      confirmLoading={busy}
      okButtonProps={{ disabled: verdict === null || reason.trim() === '' }}
      onCancel={onClose}
      onOk={() => void go()}
    >
      <p>{fact.found}</p>
      <p>
        <Radio.Group
          aria-label={say.judgeTitle(fact.checkName)}
          value={verdict}
          options={VERDICTS.map((one) => ({ value: one, label: say.verdicts[one] }))}
          onChange={({ target }) => setVerdict(target.value as Verdict)}
        />
      </p>
      <Input.TextArea
        aria-label={say.judgeReason}
        placeholder={say.judgeReasonHint}
        rows={3}
        maxLength={200}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <p>
        <small>{say.judgeHint}</small>
      </p>
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </Modal>
  )
}
