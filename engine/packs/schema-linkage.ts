import { z } from 'zod'

const text = z.string().min(1)
const code = z.string().regex(/^\S+$/)

/** Lists whose rows may come without an ID number, and how such a row says whom it is about. */
export const linkage = z.strictObject({
  lists: z.array(code).min(1),
  /** Column of birth dates, where a category has one. */
  birthColumn: code,
  /** Headings that no column of the category has. */
  clues: z.strictObject({ birth: z.array(text), village: z.array(text), address: z.array(text), phone: z.array(text) }),
  /** Where the registers keep what a row is held against, the most trusted first. */
  persons: z.array(z.strictObject({ category: code, address: code.nullable(), phone: code.nullable() })),
})
