import type { Explanation } from '../../engine/view/explain.ts'

const COLOUR: Record<string, string> = { R: '红', Y: '黄', G: '绿', U: '灰' }
const STATE: Record<string, string> = { fired: '成立', unknown: '资料不足', no: '不成立' }

const yesNo = (value: string | undefined): string =>
  value === 'true' ? '是' : value === 'false' ? '否' : value === '' || value === undefined ? '未知' : value

/** An explanation as an outline: scores, what gave points, triggers, and the rows behind them. */
export const explanationText = ({ household, persons, scores, evidence }: Explanation): string => {
  const lines = [
    `${household.household_id}　${household.region_name}　${household.size} 人　${COLOUR[household.colour ?? ''] ?? ''}色　在册：${household.registered || '未知'}`,
    ...persons.map(
      (person) =>
        `  ${person.token}　${person.age ? `${person.age} 岁` : '年龄未知'}　${person.state}　${person.file} 第 ${person.row} 行`,
    ),
  ]
  for (const score of scores) {
    lines.push(
      '',
      `${score.name}　${score.score} 分（最多 ${score.score_max}）　纳入：${yesNo(score.member)}　${COLOUR[score.colour ?? ''] ?? ''}色`,
    )
    for (const one of score.indicators) {
      if (one.points !== '0')
        lines.push(
          `  ${one.code} ${one.name}：${yesNo(one.value)} ${one.unit === '—' ? '' : one.unit}　${one.points === '' ? `资料不足（最多 ${one.max_points} 分）` : `${one.points} 分`}　${one.reading}`,
        )
    }
    for (const one of [...score.member_triggers, ...score.red_triggers]) {
      if (one.state !== 'no') lines.push(`  ${one.id}：${STATE[one.state] ?? one.state}　${one.reading}`)
    }
  }
  lines.push('', '依据')
  for (const group of evidence) {
    lines.push(`  〔${group.row_function}〕${group.name}`)
    for (const row of group.rows) {
      const cells = row.cells.map((cell) => `${cell.heading}“${cell.text}”${cell.value === cell.text ? '' : `＝${cell.value}`}`)
      lines.push(`    ${row.file}${row.sheet ? `〔${row.sheet}〕` : ''} 第 ${row.row} 行　${row.person}　${cells.join('，')}`)
    }
  }
  return `${lines.join('\n')}\n`
}
