import { strToU8 } from 'fflate'
import type { SourceFile } from '../contract.ts'
import { rowsOf } from './canonical.ts'
import { openFile } from './open.ts'
import type { Shape } from './sheet.ts'

/** Bytes or text as a file that arrives in small blocks. */
export const extract = (path: string, content: string | Uint8Array, block = 7919): SourceFile => {
  const bytes = typeof content === 'string' ? strToU8(content) : content
  return {
    path,
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += block) yield bytes.subarray(at, at + block)
    },
    bytes: async () => bytes,
  }
}

/** Rows of every sheet by its name, each with its line first; by path the rule under which a file was refused. */
export const readAll = async (bytes: Uint8Array, path = 'a.xlsx', shape: Shape = { columns: null, after: 0 }) => {
  const found: Record<string, unknown> = {}
  for (const { sheets, problem, file } of await openFile(extract(path, bytes))) {
    if (problem) found[file.path] = problem.rule
    for (const sheet of sheets) {
      const rows = []
      for await (const chunk of sheet.chunks(shape)) rows.push(...rowsOf(chunk))
      found[sheet.name || file.path] = rows.map(({ line, cells }) => [line, ...cells])
    }
  }
  return found
}

/** What a person is told of a file that is refused, when it is opened or while it is read. */
export const refusalOf = async (bytes: Uint8Array, path = 'a.zip'): Promise<string> => {
  try {
    const said = []
    for (const { sheets, problem } of await openFile(extract(path, bytes, 1 << 20))) {
      if (problem) said.push(problem.message)
      for (const sheet of sheets) for await (const _ of sheet.chunks({ columns: null, after: 0 }));
    }
    return said.join('\n')
  } catch (error) {
    return (error as Error).message
  }
}
