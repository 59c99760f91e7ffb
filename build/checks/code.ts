import { Visitor } from 'vite'
import { type Check, type Complaint, complain, isCode, isTest, parsed } from './tree.ts'

const LONGEST = 400

/** A file that fits a reader. */
export const length: Check = (files) =>
  files.filter(isCode).flatMap((file) => {
    const lines = file.text.split('\n').length - 1
    return lines > LONGEST ? [{ path: file.path, line: LONGEST, message: `${lines} lines, ${LONGEST} are allowed` }] : []
  })

/** No hole in the types. */
export const noAny: Check = (files) =>
  files.filter(isCode).flatMap((file) => {
    const complaints: Complaint[] = []
    const program = parsed(file)?.program
    if (!program) return [complain(file, 0, 'cannot be parsed')]
    new Visitor({ TSAnyKeyword: ({ start }) => void complaints.push(complain(file, start, 'any')) }).visit(program)
    for (const match of file.text.matchAll(/@ts-(ignore|nocheck|expect-error)\b/g)) {
      complaints.push(complain(file, match.index, match[0]))
    }
    return complaints
  })

const LEFT_OUT = new Set(['only', 'skip', 'todo', 'skipIf', 'runIf', 'fails'])
const SUBJECTS = new Set(['test', 'it', 'describe', 'suite', 'bench'])

/** Every test runs. */
export const everyTest: Check = (files) =>
  files.filter(isTest).flatMap((file) => {
    const complaints: Complaint[] = []
    const program = parsed(file)?.program
    if (!program) return []
    new Visitor({
      MemberExpression: ({ object, property, start }) => {
        if (object.type !== 'Identifier' || !SUBJECTS.has(object.name) || property.type !== 'Identifier') return
        if (LEFT_OUT.has(property.name)) complaints.push(complain(file, start, `${object.name}.${property.name}`))
      },
    }).visit(program)
    return complaints
  })
