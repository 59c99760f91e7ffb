import { linesAt } from '../colour/colour.ts'
import type {
  ColourCode,
  Formula,
  Profile,
  ProfileFeature,
  ProfileIndicator,
  ProfileMember,
  ProfileTrigger,
  ProfileType,
  TriggerState,
} from '../contract.ts'
import { EngineError } from '../contract.ts'
import type { Session } from '../host/session.ts'
import { maskCell, maskName, maskNumber } from '../report/mask.ts'
import { levelPoints } from '../score/bands.ts'
import { banded } from '../score/score.ts'
import { sql } from '../sql/tag.ts'
import { profileAdverse } from './adverse-evidence.ts'
import { householdCode } from './code.ts'
import { type Explanation, explain } from './explain.ts'
import { linksOfHousehold } from './links.ts'
import { pathTo } from './overview.ts'
import { profileEvidence } from './profile-evidence.ts'
import { type HouseholdRows, householdNamed, householdRows } from './profile-rows.ts'
import { relationLabel, shownWritten } from './profile-values.ts'
import { needAddresses } from './search.ts'
import { idText } from './shown.ts'

const UNKNOWN = '资料不足'

interface Spoken {
  formula: string
  reading: string
  features: string[]
  row_functions: number[]
}

const formulaOf = ({ formula, reading, features, row_functions }: Spoken): Formula => ({
  formula,
  reading,
  features,
  rowFunctions: row_functions,
})

const numberOr = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text))

type Score = Explanation['scores'][number]

const indicatorOf = ({ pack }: Session, one: Score['indicators'][number]): ProfileIndicator => {
  const known = pack.indicator(one.code)
  if (!known) throw new Error(`no indicator ${one.code}`)
  const points = levelPoints(banded(known))
  const type = known.unit === '元' ? 'money' : known.unit === '是否' ? 'bool' : 'num'
  const unit = ['元', '是否', '比例'].includes(known.unit) ? '' : known.unit
  return {
    ...formulaOf(one),
    code: one.code,
    name: one.name,
    value: shownWritten(pack, one.value ?? '', { type, unit }),
    unit,
    level: numberOr(one.level),
    points: numberOr(one.points),
    max: one.max_points,
    levels: points.map((value, level) => ({ level, when: known.bands[level - 1]?.when ?? '', points: value })),
  }
}

const triggerOf = (one: Score['member_triggers'][number]): ProfileTrigger => ({
  ...formulaOf(one),
  id: one.id,
  state: one.state as TriggerState,
})

/** Points to the line of the next worse colour, and how many of them unknown indicators could still bring. */
const toNext = (session: Session, score: number, most: number, colour: ColourCode): ProfileType['toNext'] => {
  const lines = linesAt(session.pack, session.model.asOf)
  if (lines === null || colour === 'R') return null
  const [next, line] = colour === 'Y' ? (['R', lines.red] as const) : (['Y', Math.min(lines.yellow, lines.type)] as const)
  return { colour: next, points: Math.max(0, line - score), openPoints: most - score }
}

const typeOf = (session: Session, one: Score): ProfileType => {
  const [score, scoreMax, colour] = [Number(one.score), Number(one.score_max), one.colour as ColourCode]
  return {
    code: one.type,
    name: one.name,
    score,
    scoreMax,
    member: one.member === '' || one.member === undefined ? null : one.member === 'true',
    colour,
    indicators: one.indicators.map((indicator) => indicatorOf(session, indicator)),
    memberTriggers: one.member_triggers.map(triggerOf),
    redTriggers: one.red_triggers.map(triggerOf),
    toNext: toNext(session, score, scoreMax, colour),
  }
}

const featureOf = ({ pack }: Session, one: Explanation['features'][number]): ProfileFeature => {
  const of = pack.feature(one.code) ?? { type: one.type }
  const shown = (text: string | undefined): string => shownWritten(pack, text ?? '', of)
  return {
    ...formulaOf(one),
    code: one.code,
    name: one.name,
    type: one.type,
    value: one.code.startsWith('h.') ? shown((one as { value?: string }).value) : null,
    values:
      'values' in one
        ? Object.fromEntries(Object.entries<string | undefined>(one.values).map(([token, text]) => [token, shown(text)]))
        : {},
  }
}

const SEXES: Readonly<Record<string, string>> = { '1': '男', '2': '女' }
const STATES: Readonly<Record<string, string>> = { present: '', dead: '已故', moved: '已迁出', imprisoned: '在押' }

const membersOf = (session: Session, hid: number, rows: HouseholdRows, plain: boolean): ProfileMember[] => {
  const { db, pack } = session
  const found = db.rows<{ token: string; pk: number | bigint; name: string | null; birth: string | null }>(
    sql`SELECT token, pk, name, birth FROM person WHERE hid = ${hid}`,
  )
  const own = new Map(found.map((row) => [row.token, row]))
  return rows.persons.map(({ person, features }) => {
    const token = person.token ?? ''
    const { pk = -1n, name = null, birth = null } = own.get(token) ?? {}
    const number = idText(String(pk))
    return {
      token,
      name: name === null ? '' : plain ? name : maskName(name),
      number: plain ? number : number && maskNumber(number),
      relation: relationLabel(pack, person.relation ?? ''),
      sex: SEXES[person.sex ?? ''] ?? '',
      age: person.age ?? '',
      birth: birth === null ? '' : plain ? birth : `${birth.slice(0, 4)}-**-**`,
      state: STATES[person.state ?? ''] ?? person.state ?? '',
      member: person.member === 'true',
      facts: pack.profile.members.map(({ label, feature }) => ({
        label,
        value: shownWritten(pack, features[feature] ?? '', pack.feature(feature) ?? { type: '' }) || UNKNOWN,
      })),
    }
  })
}

const moneyOf = ({ pack }: Session, features: readonly ProfileFeature[], members: readonly ProfileMember[]): Profile['money'] =>
  pack.profile.money.map(({ group, label, feature }) => {
    const found = features.find(({ code }) => code === feature)
    const shown = (text: string | undefined): string => text || UNKNOWN
    const value =
      found?.value === null
        ? members
            .filter((one) => one.member)
            .map(({ token, name }) => `${name} ${shown(found.values[token])}`)
            .join('；')
        : shown(found?.value)
    return { group, label, value, feature }
  })

const ORDER: Readonly<Record<TriggerState, number>> = { fired: 0, unknown: 1, no: 2 }

const causesOf = ({ pack }: Session, written: HouseholdRows['features']): Profile['causes'] =>
  pack.profile.causes
    .map(({ label, feature }): Profile['causes'][number] => {
      const text = written[feature] ?? ''
      const state = text === '' ? 'unknown' : text === 'true' || Number(text) > 0 ? 'fired' : 'no'
      return { label, state, feature }
    })
    .sort((a, b) => ORDER[a.state] - ORDER[b.state])

const addressOf = (session: Session, hid: number, plain: boolean): string => {
  needAddresses(session.db, session.pack)
  const [row] = session.db.rows<{ address: string }>(sql`SELECT min(address) AS address FROM address WHERE hid = ${hid}`)
  const address = row?.address ?? ''
  return plain ? address : maskCell(address, { type: 'address', pii: 'D' })
}

const registeredText = ({ pack }: Session, text: string): string =>
  text === ''
    ? UNKNOWN
    : text === 'none'
      ? '未在册'
      : text
          .split('+')
          .map((code) => pack.scoring.registered.find((one) => one.code === code)?.name ?? code)
          .join('、')

/** Everything that is known of one household, down to the rows; see `Profile`. */
export const profile = async (session: Session, name: string, plain: boolean): Promise<Profile> => {
  const begun = performance.now()
  const hid = householdNamed(session, name)
  if (hid === null) throw new EngineError('not_found', `没有家庭“${name}”：请核对家庭编号或惠民码`)
  const { db, pack, columns } = session
  const rows = householdRows(session, hid)
  const explanation = explain({ pack, columns, ...rows, evidence: [] })
  const features = explanation.features.map((one) => featureOf(session, one))
  const members = membersOf(session, hid, rows, plain)
  const { household } = rows
  const [{ code = '', region = '' } = {}] = db.rows<{ code: string; region: string }>(
    sql`SELECT ${householdCode(sql`household_id`)} AS code, region FROM face WHERE hid = ${hid}`,
  )
  return {
    token: household.household_id ?? '',
    code,
    plain,
    region: pathTo(pack, region),
    address: addressOf(session, hid, plain),
    size: Number(household.size),
    registered: registeredText(session, household.registered ?? ''),
    colour: household.colour as ColourCode,
    primary: pack.scoring.types.find((one) => one.code === household.primary_type)?.name ?? '',
    missing: Number(household.missing_share),
    members,
    money: moneyOf(session, features, members),
    causes: causesOf(session, rows.features),
    types: explanation.scores.map((one) => typeOf(session, one)),
    features,
    evidence: await profileEvidence(session, hid, plain),
    adverse: await profileAdverse(session, hid, plain),
    links: linksOfHousehold(session, hid, plain),
    milliseconds: performance.now() - begun,
  }
}
