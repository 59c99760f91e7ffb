/**
 * The one way to make SQL. A template is trusted text; every interpolated value is either another
 * `Sql`, a list of them, or a JavaScript value that becomes an escaped literal. Text from a file or a
 * person can therefore only ever be a literal.
 */
export class Sql {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text
  }
}

export type SqlValue = Sql | readonly Sql[] | string | number | bigint | boolean | null

const literal = (value: string | number | bigint | boolean | null): string => {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`not a SQL number: ${value}`)
  return String(value)
}

const render = (value: SqlValue): string => {
  if (value instanceof Sql) return value.text
  if (Array.isArray(value)) return value.map((part: Sql) => part.text).join(', ')
  return literal(value as string | number | bigint | boolean | null)
}

/** Builds a statement or fragment; see `Sql`. */
export const sql = (strings: TemplateStringsArray, ...values: SqlValue[]): Sql => {
  let text = strings[0] ?? ''
  values.forEach((value, index) => {
    text += render(value) + (strings[index + 1] ?? '')
  })
  return new Sql(text)
}

/** A quoted identifier; dotted names are quoted part by part. */
export const id = (name: string): Sql =>
  new Sql(
    name
      .split('.')
      .map((part) => `"${part.replaceAll('"', '""')}"`)
      .join('.'),
  )

/** A quoted name that may hold dots itself. */
export const label = (name: string): Sql => new Sql(`"${name.replaceAll('"', '""')}"`)

/** Fragments joined by a separator such as `sql` AND ``. */
export const join = (parts: readonly Sql[], separator: Sql): Sql => new Sql(parts.map((part) => part.text).join(separator.text))

export const EMPTY = new Sql('')
