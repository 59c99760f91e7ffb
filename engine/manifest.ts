import { COLOURS, linesAt } from './colour/colour.ts'
import { type Pack, parameterAt } from './packs/pack.ts'
import type { RunOutput } from './run.ts'
import { typeOf } from './score/score.ts'
import type { Database } from './sql/database.ts'
import { id, type Sql, sql } from './sql/tag.ts'

/** Version of the engine and of the files it writes. */
const ENGINE_VERSION = '0.1.0'

/** How much a reader must distrust what a run used: parameters without a local source and values older than their date. */
const doubts = (pack: Pack, asOf: string) => {
  const used = pack.parameters.map((one) => parameterAt(pack, one.code, asOf))
  const brief = ({ code, name, value, unit, status, from }: (typeof used)[number]) => ({ code, name, value, unit, status, from })
  return {
    placeholders: used.filter((one) => one.status === 'placeholder').map(brief),
    backdated: used.filter((one) => one.backdated).map(brief),
  }
}

const inputs = (db: Database) =>
  db.rows(
    sql`SELECT src, path, sheet, category, period, sha256, encoding, header_row, mapping, rows_in, loaded, refused, repeated, footer FROM source ORDER BY src`,
  )

/** Households by colour. */
const tally = (colour: Sql): Sql => sql`${COLOURS.map((one) => sql`count(*) FILTER (WHERE ${colour} = ${one}) AS ${id(one)}`)}`

/** How far each check across departments could be made, and what it found. */
const crosschecks = (db: Database) =>
  db.rows(sql`SELECT c."check", c.state, c.reason, c.owners, c.uncompared, count(a.id) FILTER (WHERE a.state = 'raised') AS raised,
      count(a.id) FILTER (WHERE a.state = 'weak') AS weak, count(a.id) FILTER (WHERE a.state = 'stale') AS stale
    FROM adverse_check c LEFT JOIN adverse a ON a."check" = c."check" GROUP BY ALL ORDER BY ALL`)

/** What went in and what came out: the same for the same extracts, pack and as-of. */
export const manifest = (db: Database, pack: Pack, output: RunOutput) => {
  const { deliveries, people, model } = output
  const [rows] = db.rows<{ rows_in: number; loaded: number; refused: number; repeated: number; footer: number }>(
    sql`SELECT ${['rows_in', 'loaded', 'refused', 'repeated', 'footer'].map((name) => sql`COALESCE(sum(${id(name)}), 0) AS ${id(name)}`)} FROM source`,
  )
  const [totals] = db.rows(sql`SELECT ${tally(sql`colour`)} FROM raw.colour`)
  const types = pack.scoring.types.map(({ code }) => {
    const [member, colour] = [id(`member_${code}`), id(`colour_${code}`)]
    const [counts] = db.rows(sql`SELECT count(*) FILTER (WHERE ${member}) AS members, ${tally(colour)} FROM raw.colour`)
    return { type: code, ...counts }
  })
  const [duckdb] = db.rows<{ version: string }>(sql`SELECT version() AS version`)
  return {
    format: 1,
    engine: ENGINE_VERSION,
    duckdb: duckdb?.version,
    pack: { code: pack.code, name: pack.name, version: pack.version },
    as_of: model.asOf,
    synthetic: people.synthetic > 0,
    mark: people.synthetic > 0 ? '合成数据' : null,
    rows: rows as NonNullable<typeof rows>,
    people,
    colours: totals,
    types,
    crosschecks: crosschecks(db),
    findings: db.rows(sql`SELECT rule, severity, count(*) AS findings FROM finding GROUP BY ALL ORDER BY ALL`),
    ...doubts(pack, model.asOf),
    not_delivered: pack.categories.filter((one) => !deliveries.has(one.code)).map((one) => one.code),
    delivered: [...deliveries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { columns, newest, rows }]) => ({ code, columns: [...columns].sort(), newest, rows })),
    inputs: inputs(db),
  }
}

/** The indicators, lines and parameters in force, for readers of the tables. */
export const modelInForce = (pack: Pack, asOf: string) => ({
  pack: pack.code,
  as_of: asOf,
  types: pack.scoring.types,
  order: pack.scoring.order,
  lines: linesAt(pack, asOf),
  indicators: pack.indicators.map((one) => ({
    code: one.code,
    type: typeOf(one.code),
    name: one.name,
    value: one.value,
    unit: one.unit,
    levels: [
      { level: 0, when: null, points: one.else_points },
      ...one.bands.map((band, index) => ({ level: index + 1, when: band.when, points: band.points })),
    ],
    max_points: one.max_points,
  })),
  members: pack.scoring.members,
  reds: pack.scoring.reds,
  poverty: pack.scoring.poverty,
  parameters: pack.parameters.map((one) => parameterAt(pack, one.code, asOf)),
})
