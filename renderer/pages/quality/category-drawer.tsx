import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import type { CategoryDetail, RowQuestion, Subject } from '../../../engine/contract.ts'
import { exportTemplate } from '../../commands/quality.ts'
import { percent, wholeNumber } from '../../parts/markings.ts'
import { Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask } from '../../store/engine.ts'
import { show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { BlindsPanel } from './blinds-panel.tsx'
import { MeasureTable } from './measure-table.tsx'
import { NeedsPanel } from './needs-panel.tsx'
import { RowsPanel } from './rows-panel.tsx'
import { StateMark } from './state-mark.tsx'

const { quality: say } = words

const Files = ({ files }: Pick<CategoryDetail, 'files'>) => (
  <section>
    <h3>{say.files}</h3>
    {files.length === 0 ? (
      <p>{say.noFiles}</p>
    ) : (
      <table className="plain">
        <thead>
          <tr>
            {Object.entries(say.fileColumns).map(([key, title]) => (
              <th key={key} scope="col" className={key === 'path' || key === 'period' ? '' : 'numeric'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.map(({ path, sheet, period, rowsIn, loaded, refused, repeated }) => (
            <tr key={`${path} ${sheet}`}>
              <td className="file-path">{sheet ? `${path} [${sheet}]` : path}</td>
              <td>{period || '–'}</td>
              {[rowsIn, loaded, refused, repeated].map((count, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the four figures never change places
                <td key={index} className="numeric">
                  {wholeNumber(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

const Columns = ({ columns, category }: Pick<CategoryDetail, 'columns' | 'category'>) => (
  <section>
    <h3>{say.columnTable}</h3>
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{say.columnColumns.name}</th>
          <th scope="col">{say.columnColumns.type}</th>
          <th scope="col" className="numeric">
            {say.columnColumns.filled}
          </th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ code, name, type, required, delivered, filled }) => (
          <tr key={code}>
            <td>
              {name} {required && <small>{say.required}</small>}
            </td>
            <td>{say.catalogue.types[type] ?? type}</td>
            <td className="numeric">
              {delivered ? (
                category.rows === 0 ? (
                  '–'
                ) : (
                  percent(filled / category.rows)
                )
              ) : (
                <strong className="over">✕ {say.notDelivered}</strong>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const FoundProblems = ({ detail, onOpen }: { detail: CategoryDetail; onOpen(rule: string): void }) => (
  <section>
    <h3>{say.findingTable}</h3>
    {detail.findings.length === 0 && <p>{say.noFindings}</p>}
    <ul className="problems">
      {detail.findings.map(({ rule, severity, column, count, sample }) => (
        <li key={`${rule} ${severity} ${column}`}>
          <button type="button" className="figure" onClick={() => onOpen(rule)}>
            {wholeNumber(count)}
          </button>{' '}
          {sample}
        </li>
      ))}
    </ul>
  </section>
)

type Inside = { kind: 'category' } | { kind: 'rows'; question: RowQuestion } | { kind: 'subject'; subject: Subject }

const Category = ({ detail, onGo }: { detail: CategoryDetail; onGo(inside: Inside): void }) => {
  const view = useView((state) => state.view.quality)
  const { message } = App.useApp()
  const { category, departmentName } = detail
  const findings = (rule?: string): void =>
    show({
      quality: { ...view, tab: 'findings', category: null, findings: { category: category.code, ...(rule ? { rule } : {}) } },
    })
  const template = async (): Promise<void> => {
    const reply = await exportTemplate(category.code)
    void (reply.ok ? message.success(say.catalogue.exported(reply.value)) : message.error(reply.message))
  }
  return (
    <>
      <p className="drawer-facts">
        <StateMark state={category.state} />
        <span>{say.stateMeanings[category.state]}</span>
        <span>
          {departmentName}，{say.refreshes[category.refresh]}更新，{say.kinds[category.kind]}
        </span>
        <Button size="small" onClick={() => void template()}>
          {say.catalogue.category}
        </Button>
        <Button size="small" onClick={() => findings()}>
          {say.seeFindings}
        </Button>
      </p>
      <MeasureTable category={category} onRows={(question) => onGo({ kind: 'rows', question })} />
      <BlindsPanel code={category.code} onOpen={(subject) => onGo({ kind: 'subject', subject })} />
      <FoundProblems detail={detail} onOpen={findings} />
      <Files files={detail.files} />
      <Columns columns={detail.columns} category={category} />
    </>
  )
}

/** One category with all that its figures rest on, what it is for, and the rows behind a figure. */
export const CategoryDrawer = ({ code, onClose }: { code: string; onClose(): void }) => {
  const [inside, setInside] = useState<Inside>({ kind: 'category' })
  const answer = useAnswer(() => ask('qualityCategory', { category: code }), code)
  const detail = answer.value
  const back = (): void => setInside({ kind: 'category' })
  return (
    <Drawer
      open
      size={860}
      title={detail ? `${code} ${detail.category.name}` : code}
      onClose={onClose}
      className="quality-drawer"
    >
      {answer.failure && <Failed message={answer.failure.message} retry={words.common.retry} again={answer.again} />}
      {!detail && !answer.failure && <Loading label={words.common.loading} />}
      {detail && inside.kind === 'category' && <Category detail={detail} onGo={setInside} />}
      {detail && inside.kind === 'rows' && <RowsPanel detail={detail} question={inside.question} onBack={back} />}
      {inside.kind === 'subject' && <NeedsPanel subject={inside.subject} onBack={back} />}
    </Drawer>
  )
}
