import type { CodeList } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'

const WIDE_BRACKETS = (text: string) => text.replaceAll('(', '（').replaceAll(')', '）')
const withoutBrackets = (text: string) => text.replace(/[（(][^（）()]*[）)]/g, '')

/**
 * Every text a department may write for a code: the code, its label and aliases, with either brackets,
 * code and label together; and, where no other code claims them, labels without what stands in brackets
 * and codes without leading zeros. The first claim counts.
 */
const labelTexts = (list: CodeList): Map<string, string> => {
  const texts = new Map<string, string>()
  const claim = (text: string, code: string) => {
    if (text !== '' && !texts.has(text)) texts.set(text, code)
  }
  const { items } = list
  for (const { code } of items) claim(code, code)
  for (const { code, name, aliases } of items) for (const label of [name, ...(aliases ?? [])]) claim(label, code)
  for (const { code, name, aliases } of items) {
    for (const label of [name, ...(aliases ?? [])]) {
      const narrow = label.normalize('NFKC')
      for (const form of [narrow, WIDE_BRACKETS(narrow)]) {
        claim(form, code)
        for (const joint of ['', ' ', '-', '.', '、', '|', ':', '：']) claim(code + joint + form, code)
      }
    }
    claim(code.toLowerCase(), code)
    claim(`${code}.0`, code)
  }
  const contested = new Map<string, Set<string>>()
  for (const { code, name } of items) {
    for (const text of [withoutBrackets(name), code.replace(/^0+(?=\d)/, '')]) {
      contested.set(text, (contested.get(text) ?? new Set()).add(code))
    }
  }
  for (const [text, codes] of contested) if (codes.size === 1) claim(text, [...codes][0] as string)
  return texts
}

/** Adds a list like a known one, in which some more labels have codes. */
export const addLabels = (db: Database, name: string, list: CodeList, labels: Readonly<Record<string, string>>): void => {
  const texts = new Map([...labelTexts(list), ...Object.entries(labels)])
  const rows = [...texts].map(([text, code]) => sql`(${name}, ${text}, ${code})`)
  db.run(sql`INSERT INTO code_label VALUES ${rows}`)
}

/** Fills the table `code_label(list, text, code)` that label cells are looked up in. */
export const createLabels = (db: Database, lists: readonly CodeList[]): void => {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = lists.flatMap((list) => [...labelTexts(list)].map((pair) => [list.code, ...pair].map(quoted).join(',')))
  const file = 'code-labels.csv'
  db.stage(file, new TextEncoder().encode(`${lines.join('\n')}\n`))
  db.run(sql`CREATE OR REPLACE TEMP TABLE code_label AS SELECT * FROM read_csv(${file}, auto_detect = false, header = false, delim = ',',
    quote = '"', escape = '"', columns = {'list': 'VARCHAR', 'text': 'VARCHAR', 'code': 'VARCHAR'})`)
  db.unstage(file)
}
