import { z } from 'zod'
import { MOST_BYTES, REASONS, type ShellCall, type ShellCalls } from './contract.ts'

/** Names that are a file name on every system: no separators, no control characters, none that Windows keeps for itself. */
const name = z
  .string()
  .min(1)
  .max(60)
  .regex(/^(?!\.)(?!.*\.$)[\p{L}\p{N} ._\-()（）—]+$/u)
  .refine((text) => !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(text) && text.trim() === text)

const nothing = z.strictObject({})
const id = z.uuid()

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
  quit: nothing,
} satisfies { [Name in ShellCall]: z.ZodType<ShellCalls[Name]['params']> }
