import { z } from 'zod'
import { MOST_BYTES, MOST_TEMPLATE, MOST_TEMPLATES, REASONS, type ShellCall, type ShellCalls } from './contract.ts'

/** Names that are a file name on every system: no separators, no control characters, none that Windows keeps for itself. */
const name = z
  .string()
  .min(1)
  .max(60)
  .regex(/^(?!\.)(?!.*\.$)[\p{L}\p{N} ._\-()（）—]+$/u)
  .refine((text) => !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(text) && text.trim() === text)

const nothing = z.strictObject({})
const id = z.uuid()

const head = z.looseObject({ format: z.literal('jpfmap/1'), category: z.string(), columns: z.array(z.unknown()) })

/** A template by its outline, without any long number: it holds what columns are called, never what stands in them. */
const template = z.strictObject({
  name,
  text: z
    .string()
    .max(MOST_TEMPLATE)
    .refine((text) => {
      try {
        return head.safeParse(JSON.parse(text)).success && !/\d{11}/.test(text)
      } catch {
        return false
      }
    }),
})
const templates = z
  .array(template)
  .max(500)
  .refine((all) => all.reduce((size, { text }) => size + text.length, 0) <= MOST_TEMPLATES)
  .refine((all) => new Set(all.map((one) => one.name)).size === all.length)

/** What each call takes; anything else is refused before it is looked at. */
export const PARAMS = {
  info: nothing,
  vaultList: nothing,
  vaultRead: z.strictObject({ name, offset: z.int().min(0), length: z.int().min(1).max(MOST_BYTES) }),
  vaultBegin: z.strictObject({ name }),
  vaultAppend: z.strictObject({ id, bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= MOST_BYTES) }),
  vaultCommit: z.strictObject({ id }),
  vaultAbort: z.strictObject({ id }),
  auditAppend: z.strictObject({
    action: z.enum(['open', 'reveal', 'export', 'print', 'save', 'restore', 'review']),
    subject: z.string().regex(/^[A-Za-z0-9._-]{0,60}$/),
    reason: z.enum(REASONS).nullable(),
    count: z.int().min(0).nullable(),
  }),
  auditRead: z.strictObject({ last: z.int().min(1).max(1_000) }),
  templatesRead: nothing,
  templatesWrite: z.strictObject({ templates }),
  quit: nothing,
} satisfies { [Name in ShellCall]: z.ZodType<ShellCalls[Name]['params']> }
