import { Button } from 'antd'
import type { Subject } from '../../../engine/contract.ts'
import { Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { StateMark } from './state-mark.tsx'

const { quality: say } = words

/** From an indicator, policy or other subject back to the categories it needs. */
export const NeedsPanel = ({ subject, onBack }: { subject: Subject; onBack(): void }) => {
  const epoch = useEngine((state) => state.epoch)
  const view = useView((state) => state.view.quality)
  const answer = useAnswer(
    () => ask('needs', { kind: subject.kind, code: subject.code }),
    `${epoch} ${subject.kind} ${subject.code}`,
  )
  return (
    <section className="needs-panel">
      <p className="drawer-facts">
        <Button size="small" onClick={onBack}>
          {say.needs.back}
        </Button>
        <strong>{say.needs.title(`${subject.code} ${subject.name}`)}</strong>
      </p>
      {answer.failure && <Failed message={answer.failure.message} retry={words.common.retry} again={answer.again} />}
      {!answer.value && !answer.failure && <Loading label={words.common.loading} />}
      {answer.value && (
        <>
          <p>{answer.value.subject.reading}</p>
          <pre className="formula">{answer.value.subject.formula}</pre>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{say.columns.category}</th>
                <th scope="col">{say.columns.department}</th>
                <th scope="col">{say.needs.column}</th>
                <th scope="col">{say.columns.state}</th>
              </tr>
            </thead>
            <tbody>
              {answer.value.categories.map(({ code, name, department, delivered, direct, columns }) => (
                <tr key={code}>
                  <td>
                    <button type="button" className="figure" onClick={() => show({ quality: { ...view, category: code } })}>
                      {code} {name}
                    </button>
                  </td>
                  <td>{department}</td>
                  <td>
                    {columns.map((column) => column.name).join('、')}{' '}
                    <small>{direct ? say.blinds.direct : say.needs.through}</small>
                  </td>
                  <td>{delivered ? say.needs.delivered : <StateMark state="missing" />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
