import { id, type Sql, sql } from '../sql/tag.ts'
import { type Frame, make } from './frame.ts'

/** Name of the table with the identities of the run before, or null. */
export type PreviousIdentity = string | null

const LETTER = { household: 'H', person: 'R' } as const

/**
 * Gives one kind its tokens: known anchors keep theirs, new ones are numbered after the highest, in the order of
 * their anchors, which tells nothing about the persons behind them.
 */
const assign = (frame: Frame, kind: keyof typeof LETTER, keys: Sql, owner: Sql, target: string): void => {
  make(
    frame,
    target,
    sql`WITH hashed AS (SELECT ${owner}, key, sha256(${`${frame.salt}|${kind}|`} || key) AS hash FROM (${keys})),
        keyed AS (SELECT ${owner}, key, substr(hash, 1, 16) AS anchor, CAST('0x' || substr(hash, 1, 16) AS UBIGINT) AS number FROM hashed),
        known AS (SELECT anchor, min(token) AS token FROM people_previous WHERE kind = ${kind} GROUP BY anchor),
        highest AS (SELECT coalesce(max(CAST(substr(token, 2) AS BIGINT)), 0) AS n FROM known)
      SELECT ${owner}, anchor, known.token IS NULL AS fresh, coalesce(known.token, ${LETTER[kind]} || format('{:07d}', (SELECT n FROM highest)
        + row_number() OVER (PARTITION BY known.token IS NULL ORDER BY number, key))) AS token
      FROM keyed LEFT JOIN known USING (anchor)`,
  )
}

/**
 * `identity(kind, anchor, token)`: everybody and every household ever seen. `people_token(pk, token)` and
 * `people_household(gid, token)` are this run's.
 */
export const assignTokens = (frame: Frame, previous: PreviousIdentity): void => {
  const { db } = frame
  make(
    frame,
    'people_previous',
    previous === null
      ? sql`SELECT CAST(NULL AS VARCHAR) AS kind, CAST(NULL AS VARCHAR) AS anchor, CAST(NULL AS VARCHAR) AS token WHERE false`
      : sql`SELECT kind, anchor, token FROM ${id(previous)}`,
  )
  assign(frame, 'household', sql`SELECT gid, key FROM people_key`, sql`gid`, 'people_household')
  assign(frame, 'person', sql`SELECT pk, CAST(pk AS VARCHAR) AS key FROM people_life`, sql`pk`, 'people_token')
  db.run(sql`CREATE OR REPLACE TABLE identity AS
    SELECT * FROM (SELECT kind, anchor, token FROM people_previous
      UNION ALL SELECT 'household', anchor, token FROM people_household WHERE fresh
      UNION ALL SELECT 'person', anchor, token FROM people_token WHERE fresh) ORDER BY kind, CAST(substr(token, 2) AS BIGINT), anchor`)
  db.run(sql`DROP TABLE people_previous`)
  db.run(sql`DROP TABLE people_key`)
}
