import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertCommand } from './convert.ts'
import { convertJob } from './convert-job.ts'
import { main } from './main.ts'

/** Runs `jpf convert`; progress is left out of what it says. */
export const jpfConvert = async (...argv: string[]) => {
  let out = ''
  let errors = ''
  const code = await main(
    ['convert', ...argv],
    { convert: convertCommand(convertJob) },
    {
      print: (text) => {
        out += text
      },
      errors: {
        write: (text) => {
          if (!text.startsWith('读取文件')) errors += text
        },
      },
      trace: true,
      signal: new AbortController().signal,
    },
  )
  return { code, out, errors }
}

/** A folder of its own for a test file, and what `jpf convert` makes of contents put there. */
export class Workshop {
  folder = ''
  private made = 0

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'jpf-convert-'))
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }

  async convert(content: string | Uint8Array): Promise<{ code: number; errors: string; csv: string }> {
    const name = join(this.folder, `in-${this.made++}`)
    await writeFile(`${name}.txt`, content)
    const { code, errors } = await jpfConvert(`${name}.txt`, '--out', `${name}.csv`)
    const csv = await readFile(`${name}.csv`, 'utf8').catch(() => '')
    await Promise.all([rm(`${name}.txt`), rm(`${name}.csv`, { force: true })])
    return { code, errors, csv }
  }

  /** The CSV of a content that must be converted without complaint. */
  async csv(content: string | Uint8Array): Promise<string> {
    const { code, errors, csv } = await this.convert(content)
    if (code !== 0) throw new Error(errors)
    return csv
  }

  async rows(content: string | Uint8Array): Promise<string[][]> {
    return strict(await this.csv(content))
  }
}

/** Reads RFC 4180 as its grammar says; anything else is an error. */
export const strict = (text: string): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/y
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const match = cell.exec(text)
    if (!match) throw new Error(`not RFC 4180 at ${at}: ${text.slice(at, at + 40)}`)
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '\n') {
      rows.push(row)
      row = []
    }
  }
  return rows
}
