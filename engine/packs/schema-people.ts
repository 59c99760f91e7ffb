import { z } from 'zod'

const text = z.string().min(1)
const code = z.string().regex(/^\S+$/)
const feature = z.string().regex(/^[ph]\.[a-z][a-z0-9_]*$/)

const register = z.strictObject({
  category: code,
  household: code,
  head: code.nullable(),
  relation: code.nullable(),
  updated: code.nullable(),
})

/** How persons and households are gathered. */
export const people = z.strictObject({
  /** Features that tell who has left and since when. */
  absence: z.strictObject({
    dead: feature.nullable(),
    deadDate: feature.nullable(),
    moved: feature.nullable(),
    movedDate: feature.nullable(),
    imprisoned: feature.nullable(),
    imprisonedDate: feature.nullable(),
  }),
  registers: z.array(register).min(1),
  former: z.array(register),
  vital: z.array(z.strictObject({ category: code, name: code.nullable(), birth: code.nullable(), sex: code.nullable() })),
  nameColumn: code,
  /** Null where nothing says who somebody's parents are. */
  parents: z.strictObject({ category: code, father: code, mother: code, updated: code.nullable() }).nullable(),
  headCodes: z.array(code),
  applicantCodes: z.array(code),
  collective: z.strictObject({
    marks: z.array(z.strictObject({ category: code, column: code, contains: text })),
    minPersons: z.int().positive().nullable(),
  }),
  assistance: z.array(
    z.strictObject({
      category: code,
      household: code,
      head: code.nullable(),
      relation: code.nullable(),
      single: code.nullable(),
      status: code,
      inForce: z.array(code).min(1),
      start: code.nullable(),
      end: code.nullable(),
      validMonths: z.int().positive().nullable(),
      region: code.nullable(),
      updated: code.nullable(),
    }),
  ),
  otherLedgers: z.array(
    z.strictObject({
      ledger: code,
      category: code,
      status: code,
      inForce: z.array(code).min(1),
      start: code.nullable(),
      end: code.nullable(),
      county: code.nullable(),
    }),
  ),
  migrants: z.array(
    z.strictObject({ category: code, address: code.nullable(), householder: code.nullable(), updated: code.nullable() }),
  ),
  listHouseholds: z.array(register),
  regions: z.array(z.strictObject({ category: code, column: code })),
  adultAge: z.int().positive(),
  recentMonths: z.int().positive(),
})
