import { pinyin } from 'pinyin-pro'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'

const firstLetter = (character: string, surname: 'head' | 'off'): string =>
  pinyin(character, { pattern: 'first', toneType: 'none', surname }).toLowerCase()

/** Reads names to their pinyin initials; a character is looked up once. */
const reader = (): ((name: string) => string) => {
  const [heads, others] = [new Map<string, string>(), new Map<string, string>()]
  const letter = (known: Map<string, string>, character: string, surname: 'head' | 'off'): string => {
    const found = known.get(character) ?? firstLetter(character, surname)
    known.set(character, found)
    return found
  }
  return (name) => [...name].map((one, index) => (index === 0 ? letter(heads, one, 'head') : letter(others, one, 'off'))).join('')
}

const BATCH = 50_000
const FILE = 'initials.csv'

/** Table `initials(name, letters)` with every name among the persons, made once a session. */
export const needInitials = (db: Database): void => {
  if (db.rows(sql`SELECT 1 AS one FROM duckdb_tables() WHERE table_name = 'initials'`).length > 0) return
  const read = reader()
  db.run(
    sql`CREATE OR REPLACE TEMP TABLE initial_name AS SELECT DISTINCT name FROM person WHERE name IS NOT NULL AND NOT contains(name, '"')`,
  )
  const [size] = db.rows<{ n: number }>(sql`SELECT count(*) AS n FROM initial_name`)
  db.run(sql`CREATE TABLE initials (name VARCHAR, letters VARCHAR)`)
  for (let from = 0; from < (size?.n ?? 0); from += BATCH) {
    const names = db.rows<{ name: string }>(sql`SELECT name FROM initial_name WHERE rowid >= ${from} AND rowid < ${from + BATCH}`)
    const text = names.map(({ name }) => `"${name}","${read(name).replaceAll(/[^a-z]/g, '')}"\n`).join('')
    db.stage(FILE, new TextEncoder().encode(text))
    db.run(
      sql`INSERT INTO initials SELECT * FROM read_csv(${FILE}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', columns = {'name': 'VARCHAR', 'letters': 'VARCHAR'})`,
    )
    db.unstage(FILE)
  }
  db.run(sql`DROP TABLE initial_name`)
}
