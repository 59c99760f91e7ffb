import { type SheetLook, TEMPLATE_FORMAT, type Template, type TemplateColumn } from '../../../engine/contract.ts'

/** What a person has chosen for one heading. */
export type Choice = Pick<TemplateColumn, 'column' | 'unit' | 'period' | 'date'>

/** A template in the making. */
export interface Draft {
  name: string
  choices: readonly Choice[]
  /** Codes of labels, by catalogue column. */
  labels: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const NO_CHOICE: Choice = { column: null, unit: null, period: null, date: null }

const wordsOf = (file: string): string =>
  file
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N} ._\-()（）—]/gu, '')
    .replace(/[A-Za-z]?\d{4,}/g, '')
    .replace(/^[\s._-]+|[\s._-]+$/g, '')
    .slice(0, 30)

/** The draft a sheet begins with: what was recognised stands, all else is open. */
export const draftOf = (look: SheetLook): Draft => ({
  name: `${look.category} ${wordsOf(look.path.split('/').at(-1) ?? '')}`.trim(),
  choices: look.headings.map(({ column }) => ({ ...NO_CHOICE, column })),
  labels: {},
})

/** Gives a heading a column; the heading that had it before is free again. */
export const choose = (draft: Draft, index: number, patch: Partial<Choice>): Draft => ({
  ...draft,
  choices: draft.choices.map((choice, at) => {
    if (at === index) return 'column' in patch ? { ...NO_CHOICE, ...patch } : { ...choice, ...patch }
    return patch.column && choice.column === patch.column ? NO_CHOICE : choice
  }),
})

export const giveCode = (draft: Draft, column: string, label: string, code: string): Draft => ({
  ...draft,
  labels: { ...draft.labels, [column]: { ...draft.labels[column], [label]: code } },
})

/** Titles of required columns that no heading has been given. */
export const missingOf = (look: SheetLook, { choices }: Draft): string[] => {
  const given = new Set(choices.map(({ column }) => column))
  return look.columns.filter(({ required, name }) => required && !given.has(name)).map(({ title }) => title)
}

/** Names of files like this one, whatever their month and number. */
const patternOf = (path: string): string => (path.split('/').at(-1) ?? path).replace(/(?<![A-Za-z\d])\d+/g, '*')

/** The template a draft means, for the department that delivers the category. */
export const templateOf = (look: SheetLook, { name, choices, labels }: Draft, department: string): Template => ({
  format: TEMPLATE_FORMAT,
  name: name.trim() || look.category,
  department,
  category: look.category,
  file: look.named !== '' && look.named !== look.category ? patternOf(look.path) : null,
  sheet: null,
  encoding: null,
  headingRow: look.headingRow,
  headings: look.headings.map(({ heading }) => heading),
  columns: look.headings.map(({ heading, nth }, at) => {
    const choice = choices[at] ?? NO_CHOICE
    return { heading, nth, ...choice, labels: { ...(choice.column === null ? {} : labels[choice.column]) } }
  }),
})
