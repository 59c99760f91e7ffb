import type { Pack } from '../packs/pack.ts'
import { registered } from '../report/outputs.ts'
import type { Database } from '../sql/database.ts'
import { id, join, sql } from '../sql/tag.ts'

/**
 * Table `face`: one narrow row a household with all that maps, charts and filters ask, in plain memory, in the order of
 * `hid`. `region` is a village, or the town's or county's own code where nothing finer is known.
 */
export const buildFace = (db: Database, pack: Pack): void => {
  const types = pack.scoring.order
  const each = types.flatMap((type) => [
    sql`CAST(s.${id(`score_${type}`)} AS SMALLINT) AS ${id(`score_${type}`)}`,
    sql`CAST(s.${id(`open_${type}`)} AS SMALLINT) AS ${id(`open_${type}`)}`,
    sql`c.${id(`member_${type}`)}`,
    sql`c.${id(`colour_${type}`)}`,
  ])
  const top = sql`greatest(${join(
    types.map((type) => sql`s.${id(`score_${type}`)}`),
    sql`, `,
  )})`
  db.run(sql`CREATE OR REPLACE TABLE face AS
    SELECT h.hid, h.household_id, COALESCE(h.region_code, ${pack.county.padEnd(12, '0')}) AS region, COALESCE(h.region_name, '') AS region_name,
      CAST(h.size AS SMALLINT) AS size, h.head, ${registered(pack)} AS registered, ${each}, CAST(${top} AS SMALLINT) AS top_score,
      c.colour, c.primary_type, CAST(c.open_points AS SMALLINT) AS open_points, p.poor, p.counted, CAST(p.score AS INTEGER) AS deprived
    FROM household h JOIN raw.score s ON s.hid = h.hid JOIN raw.colour c ON c.hid = h.hid
      JOIN raw.poverty_household p ON p.hid = h.hid JOIN hf ON hf.hid = h.hid ORDER BY h.hid`)
}
