import { Alert, Button, Checkbox, Space, Table } from 'antd'
import { useState } from 'react'
import type { CategoryReview, Review } from '../../../engine/contract.ts'
import { percent, wholeNumber } from '../../parts/markings.ts'
import { useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'

const w = words.delivery
const { columns: titles } = w

const shown = (value: number | null): string => (value === null ? w.none : wholeNumber(value))
const change = (before: string, after: string): string => (before === after ? after : `${before} → ${after}`)
const share = (value: number | null): string => (value === null ? '—' : percent(value))

const COLUMNS = [
  { title: titles.category, key: 'category', render: (_: unknown, one: CategoryReview) => `${one.category} ${one.name}` },
  { title: titles.department, dataIndex: 'department', key: 'department', width: 150 },
  {
    title: titles.sent,
    key: 'sent',
    width: 120,
    render: (_: unknown, one: CategoryReview) =>
      one.sentAfter === null ? '—' : change(shown(one.sentBefore), shown(one.sentAfter)),
  },
  {
    title: titles.rows,
    key: 'rows',
    width: 120,
    render: (_: unknown, one: CategoryReview) => change(shown(one.rowsBefore), shown(one.rowsAfter)),
  },
  ...(['added', 'changed', 'gone'] as const).map((key) => ({
    title: titles[key],
    dataIndex: key,
    key,
    width: 76,
    align: 'right' as const,
    render: wholeNumber,
  })),
  {
    title: titles.match,
    key: 'match',
    width: 130,
    render: (_: unknown, one: CategoryReview) => change(share(one.matchBefore), share(one.matchAfter)),
  },
  {
    title: titles.period,
    key: 'period',
    width: 150,
    render: (_: unknown, one: CategoryReview) => change(one.periodBefore || '—', one.periodAfter || one.periodBefore || '—'),
  },
]

const Findings = ({ findings }: Pick<Review, 'findings'>) =>
  findings.length === 0 ? null : (
    <p>
      {w.findings}：
      {findings
        .map(
          ({ name, severity, before, after }) => `${name}（${words.open.severities[severity as 'error']}）${before} → ${after}`,
        )
        .join('　')}
    </p>
  )

/** What a further delivery would change, and the person's word on it. */
export const ReviewPanel = () => {
  const work = useEngine((state) => state.work)
  const [checked, setChecked] = useState(false)
  if (work.phase !== 'review') return null
  const { review, decide } = work
  const alarmed = review.alarms.length > 0
  const { households, persons } = review
  return (
    <section className="review" aria-label={w.title}>
      <h2>{w.title}</h2>
      {alarmed ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={w.leadAlarmed}
          description={
            <ul>
              {review.alarms.map(({ rule, category, message }) => (
                <li key={`${rule} ${category}`}>{message}</li>
              ))}
            </ul>
          }
        />
      ) : (
        <p>{w.lead}</p>
      )}
      <p className="review-totals">
        <span>{w.households(shown(households.before), shown(households.after))}</span>
        <span>{w.persons(shown(persons.before), shown(persons.after))}</span>
      </p>
      {review.categories.length === 0 ? (
        <p>{w.unchanged}</p>
      ) : (
        <Table<CategoryReview>
          size="small"
          rowKey={({ category }) => category}
          dataSource={review.categories}
          columns={COLUMNS}
          scroll={{ x: 1100 }}
          pagination={{ pageSize: 8, showSizeChanger: false, hideOnSinglePage: true }}
        />
      )}
      {review.unread.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={w.unread(review.unread.length)}
          description={
            <ul>
              {review.unread.map(({ path, sheet, message }) => (
                <li key={`${path} ${sheet}`}>
                  {path} {sheet}：{message}
                </li>
              ))}
            </ul>
          }
        />
      )}
      <Findings findings={review.findings} />
      <Space wrap>
        {alarmed && (
          <Checkbox checked={checked} onChange={({ target }) => setChecked(target.checked)}>
            {w.checked}
          </Checkbox>
        )}
        <Button type="primary" danger={alarmed} disabled={alarmed && !checked} onClick={() => decide(true)}>
          {w.confirm}
        </Button>
        <Button onClick={() => decide(false)}>{w.drop}</Button>
      </Space>
    </section>
  )
}
