import { Button, Checkbox, Table } from 'antd'
import { useState } from 'react'
import { type County, type FileOutcome, TEMPLATE_ENDING } from '../../../engine/contract.ts'
import { mapSheet } from '../../commands/mapping.ts'
import { wholeNumber, wholePercent } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'

const { columns: titles } = words.open

const isTemplate = (path: string): boolean => path.toLowerCase().endsWith(TEMPLATE_ENDING)

/** Whether it was not simply the name that said what a file is. */
const isGuess = ({ by, confidence }: Pick<FileOutcome, 'by' | 'confidence'>): boolean =>
  by === 'heading' || by === 'template' || (by !== '' && confidence < 0.95)

const isTroubled = ({ path, problem, refused, category }: FileOutcome): boolean =>
  !isTemplate(path) && (problem !== '' || refused > 0 || category === '')

const COLUMNS = [
  {
    title: titles.path,
    key: 'path',
    width: 300,
    render: (_: unknown, { path, sheet }: FileOutcome) => (sheet ? `${path} [${sheet}]` : path),
  },
  {
    title: titles.category,
    key: 'category',
    width: 210,
    render: (_: unknown, { category, categoryName, by, confidence }: FileOutcome) =>
      category ? (
        <>
          {category} {categoryName}
          {isGuess({ by, confidence }) && (
            <small>
              {' '}
              {words.mapping.taken[by]} {wholePercent(confidence)}
            </small>
          )}
        </>
      ) : (
        words.open.notRecognised
      ),
  },
  { title: titles.department, dataIndex: 'department', key: 'department', width: 150 },
  { title: titles.period, dataIndex: 'period', key: 'period', width: 72 },
  { title: titles.encoding, dataIndex: 'encoding', key: 'encoding', width: 76 },
  ...(['rowsIn', 'loaded', 'refused', 'repeated'] as const).map((key) => ({
    title: titles[key],
    dataIndex: key,
    key,
    width: 72,
    align: 'right' as const,
    render: wholeNumber,
  })),
  { title: titles.problem, dataIndex: 'problem', key: 'problem', width: 240 },
]

const MAPPING = {
  title: '',
  key: 'map',
  width: 84,
  fixed: 'right' as const,
  render: (_: unknown, one: FileOutcome) =>
    !isTemplate(one.path) && (
      <Button
        size="small"
        type={one.loaded === 0 ? 'primary' : 'default'}
        aria-label={`${words.mapping.open} ${one.path}`}
        onClick={() => mapSheet(one.path, one.sheet)}
      >
        {words.mapping.open}
      </Button>
    ),
}

/** Every sheet of the delivery and what became of it. */
export const FileTable = ({ county }: { county: County }) => {
  const [troubled, setTroubled] = useState(false)
  const { files } = county
  const shown = troubled ? files.filter(isTroubled) : files
  const sum = (key: 'rowsIn' | 'refused'): string => wholeNumber(files.reduce((total, file) => total + file[key], 0))
  return (
    <section>
      <h2>{words.open.fileTable}</h2>
      <p className="open-totals">
        {words.open.totals(files.length, sum('rowsIn'), sum('refused'))}
        <Checkbox checked={troubled} onChange={({ target }) => setTroubled(target.checked)}>
          {words.open.onlyProblems}（{files.filter(isTroubled).length}）
        </Checkbox>
      </p>
      <Table<FileOutcome>
        size="small"
        rowKey={({ path, sheet }) => `${path} ${sheet}`}
        dataSource={shown}
        columns={county.originals ? [...COLUMNS, MAPPING] : COLUMNS}
        scroll={{ x: 1150 }}
        pagination={{ pageSize: 12, showSizeChanger: false, hideOnSinglePage: true }}
      />
    </section>
  )
}
