import { mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { EngineError } from '../../engine/contract.ts'
import { linkRecords } from '../../engine/linkage/link.ts'
import { checkIds, pairsText } from '../../engine/linkage/outcome.ts'
import { readTable } from '../../engine/linkage/read.ts'
import type { LinkTable } from '../../engine/linkage/records.ts'
import { type LinkSpec, linkSpec } from '../../engine/linkage/spec.ts'
import type { Surroundings } from './command.ts'
import { nodeFile } from './folder.ts'
import type { LinkCommandOptions } from './link.ts'
import { writePieces } from './pieces.ts'

const readSpec = async (path: string): Promise<LinkSpec> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new EngineError('not_found', `读不到比对说明“${path}”：请检查路径`)
  })
  return linkSpec(text)
}

const read = async (path: string, spec: LinkSpec): Promise<LinkTable> => {
  const table = await readTable(await nodeFile(path), spec)
  checkIds(basename(path), table)
  return table
}

/** Links the records of one file or two and writes the pairs. */
export const linkJob = async (options: LinkCommandOptions, { print, progress, signal }: Surroundings): Promise<void> => {
  const spec = await readSpec(options.spec)
  const left = await read(options.data, spec)
  const right = options.with === null ? null : await read(options.with, spec)
  const pause = async (done: number, total: number): Promise<void> => {
    progress({ stage: 'link', done, total, note: '' })
    await new Promise((resume) => setTimeout(resume, 0))
    if (signal.aborted) throw new EngineError('cancelled', '已取消，没有写出任何结果')
  }
  const { pairs, compared } = await linkRecords(spec, left, right, { pause })
  await mkdir(dirname(resolve(options.out)), { recursive: true })
  await writePieces(options.out, pairsText(pairs, left, right))
  const linked = pairs.filter(({ decision }) => decision === 'linked').length
  print(`比对 ${compared} 对记录：认定同一人 ${linked} 对，待人工确认 ${pairs.length - linked} 对\n`)
}
