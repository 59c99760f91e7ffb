import { z } from 'zod'
import { EngineError } from '../contract.ts'

const KINDS = ['name', 'date', 'code', 'text'] as const
export type FieldKind = (typeof KINDS)[number]

const shape = z.strictObject({
  id: z.string().min(1),
  fields: z
    .record(z.string().min(1), z.strictObject({ kind: z.enum(KINDS) }))
    .refine((fields) => Object.keys(fields).length > 0, 'fields'),
})

/** Which column names a record and which are compared, by the kind of thing they hold. */
export interface LinkSpec {
  id: string
  fields: { name: string; kind: FieldKind }[]
}

const bad = (what: string): EngineError =>
  new EngineError(
    'unreadable',
    `比对说明${what}，应形如 {"id":"rec_id","fields":{"姓名":{"kind":"name"}}}，kind 可用 ${KINDS.join('、')}：请改正后再试`,
  )

/** Reads the text of a spec. Throws `unreadable` with what is wrong in it. */
export const linkSpec = (text: string): LinkSpec => {
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw bad('不是 JSON')
  }
  const read = shape.safeParse(content)
  if (!read.success) {
    const path = read.error.issues[0]?.path.join('.') ?? ''
    throw bad(path === '' ? '的写法不对' : `的“${path}”写法不对`)
  }
  const { id, fields } = read.data
  if (fields[id]) throw bad(`把编号列“${id}”也当作比对列`)
  return { id, fields: Object.entries(fields).map(([name, { kind }]) => ({ name, kind })) }
}
