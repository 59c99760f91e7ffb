import type { manifest } from '../../engine/manifest.ts'
import type { Pack } from '../../engine/packs/pack.ts'
import { padStart } from './width.ts'

const COLOURS = [
  ['R', '红'],
  ['Y', '黄'],
  ['U', '灰'],
  ['G', '绿'],
] as const

/** The result of a run for a person at a terminal. */
export const summaryText = (pack: Pack, record: ReturnType<typeof manifest>): string => {
  const line = (cells: readonly string[]): string =>
    `${padStart(cells[0] ?? '', 8)}${cells
      .slice(1)
      .map((cell) => padStart(cell, 10))
      .join('')}\n`
  const types = pack.scoring.types.map(({ code, name }) => {
    const counts: Record<string, unknown> = record.types.find((one) => one.type === code) ?? {}
    return line([name, String(counts.members), ...COLOURS.map(([colour]) => String(counts[colour]))])
  })
  const { people, rows, as_of, placeholders, backdated, colours, not_delivered } = record
  return [
    `${pack.name}　数据日期 ${as_of}${record.mark ? `　${record.mark}` : ''}\n`,
    `收到 ${rows.rows_in} 行：入库 ${rows.loaded}，拒收 ${rows.refused}，重复 ${rows.repeated}，表尾 ${rows.footer}\n`,
    `家庭 ${people.households} 户，成员 ${people.members} 人；未落图 ${people.unplaced} 户；未交类别 ${not_delivered.length} 个\n`,
    line(['', '纳入', ...COLOURS.map(([, name]) => name)]),
    ...types,
    line(['全部', '', ...COLOURS.map(([colour]) => String(colours?.[colour] ?? 0))]),
    `占位参数 ${placeholders.length} 个、追溯参数 ${backdated.length} 个，见 manifest.json\n`,
  ].join('')
}
