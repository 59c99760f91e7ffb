import { EngineError, type ProfileType } from '../contract.ts'
import { bookletData, type PrintMeta } from '../report/booklet.ts'
import { decodeColumns } from '../sql/decode.ts'
import { filterWords, regionName, scopeWords } from '../view/filter-words.ts'
import { listCells, listSources } from '../view/list-columns.ts'
import { listQuery } from '../view/listing.ts'
import { profile } from '../view/profile.ts'
import { coloursOf } from './county.ts'
import type { Jobs } from './protocol.ts'
import { needSession, type Session } from './session.ts'

const metaOf = ({ pack, model, record }: Session, printedAt: string, printedBy: string, purpose: string): PrintMeta => ({
  printedAt,
  printedBy,
  purpose,
  asOf: model.asOf,
  pack: `${pack.name} ${pack.version}`,
  mark: record.mark,
  colours: coloursOf(pack),
})

/** 一户一册 of one household; always masked. */
export const bookletJob: Jobs['booklet'] = async ({ household, purpose, printedAt, printedBy }, host) => {
  const session = needSession(host)
  const found = await profile(session, household, false)
  return {
    template: 'booklet',
    name: `一户一册_${found.token}_${session.model.asOf}`,
    data: bookletData(found, metaOf(session, printedAt, printedBy, purpose)),
  }
}

/** Most households of one paper. */
const MOST_ROWS = 5_000

/** 村级花名册 of a region, by village, with room for signatures; masked. */
export const rosterJob: Jobs['roster'] = async ({ region, filter, printedAt, printedBy }, host) => {
  const session = needSession(host)
  const { db, pack, model } = session
  const within = { ...filter, region }
  const { hid: hids = new Int32Array() } = decodeColumns(
    db.arrow(listQuery(session, within, [{ column: 'region_name', descending: false }])),
  )
  if (hids.length === 0) throw new EngineError('not_found', '这个范围里没有家庭：请放宽筛选条件')
  if (hids.length > MOST_ROWS)
    throw new EngineError('usage', `这个范围有 ${hids.length} 户，一次最多打印 ${MOST_ROWS} 户：请选到村社区`)
  const { types } = pack.scoring
  const wanted = new Set([
    'household_id',
    'head',
    'address',
    'region_name',
    'size',
    'registered',
    'colour',
    ...types.flatMap(({ code }) => [`member_${code}`, `colour_${code}`]),
  ])
  const rows = listCells(
    session,
    [...hids],
    listSources(session).filter(({ code }) => wanted.has(code)),
  )
  const groups = new Map<string, object[]>()
  for (const row of rows) {
    const name = row.region_name || '未落图'
    const own = types
      .filter(({ code }) => row[`member_${code}`] === '是')
      .map(({ code, name: title }) => ({ name: title, colour: (row[`colour_${code}`] ?? 'U') as ProfileType['colour'] }))
    const entry = {
      token: row.household_id,
      head: row.head,
      size: row.size,
      address: row.address,
      registered: row.registered,
      colour: row.colour,
      types: own,
    }
    groups.set(name, [...(groups.get(name) ?? []), entry])
  }
  const words = filterWords(session, filter)
  const name = regionName(session, region)
  return {
    template: 'roster',
    name: `花名册_${name}_${model.asOf}`,
    data: JSON.stringify({
      meta: metaOf(session, printedAt, printedBy, ''),
      region: name,
      scope: scopeWords(session, within),
      filter: words.length > 0 ? words.join('；') : '无',
      total: hids.length,
      persons: rows.reduce((sum, row) => sum + Number(row.size ?? 0), 0),
      groups: [...groups].map(([title, list]) => ({ name: title, rows: list })),
    }),
  }
}
