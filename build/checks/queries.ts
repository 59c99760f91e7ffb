import { type ESTree, Visitor } from 'vite'
import { type Check, type Complaint, complain, isCode, isTest, parsed, type TextFile } from './tree.ts'

const STATEMENT =
  /^\s*(SELECT\s+[\s\S]*\bFROM\b|SELECT\s*$|WITH\s+\w+\s+AS\s*\(|INSERT\s+INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(OR\s+REPLACE\s+)?(TEMP(ORARY)?\s+)?(TABLE|VIEW|MACRO|INDEX|TYPE)\b|DROP\s+(TABLE|VIEW)\b|ALTER\s+TABLE\b|ATTACH\s+'|COPY\s+\w+\s+(FROM|TO)\b)/
const NETWORK = /^\s*(INSTALL|LOAD)\s+\w+/

const mayQuery = ({ path }: TextFile): boolean => /^(engine|build\/(bench|oracle))\//.test(path)

/** Where text may become a statement: the tag itself, and the statements it once made, read back from a recording. */
const mayMake = ({ path }: TextFile): boolean => /^(engine\/sql\/|build\/bench\/recorded\.ts$)/.test(path)

const textOf = ({ quasis }: ESTree.TemplateLiteral): string => quasis.map((quasi) => quasi.value.raw).join(' ')

const judged = (file: TextFile): Complaint[] => {
  const program = parsed(file)?.program
  if (!program) return []
  const complaints: Complaint[] = []
  const tagged = new Set<number>()
  const untagged = (text: string, start: number) => {
    if (STATEMENT.test(text)) complaints.push(complain(file, start, 'SQL is made only with the sql tag'))
  }
  new Visitor({
    TaggedTemplateExpression: ({ tag, quasi, start }) => {
      if (tag.type !== 'Identifier' || tag.name !== 'sql') return
      tagged.add(quasi.start)
      if (!mayQuery(file) && !isTest(file))
        complaints.push(complain(file, start, 'SQL lives only in engine, build/bench and build/oracle'))
      if (NETWORK.test(textOf(quasi))) complaints.push(complain(file, start, 'an extension would reach for the network'))
    },
    TemplateLiteral: (template) => {
      if (!tagged.has(template.start)) untagged(textOf(template), template.start)
    },
    Literal: ({ value, start }) => {
      if (typeof value === 'string') untagged(value, start)
    },
    NewExpression: ({ callee, start }) => {
      const raw = callee.type === 'Identifier' && callee.name === 'Sql'
      if (raw && !mayMake(file) && !isTest(file)) complaints.push(complain(file, start, 'only engine/sql makes Sql from text'))
    },
  }).visit(program)
  return complaints
}

/** Where SQL may live and how it is made. */
export const queries: Check = (files) => files.filter(isCode).flatMap(judged)
