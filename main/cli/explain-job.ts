import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { EngineError, type SourceFile } from '../../engine/contract.ts'
import { compileFeatures } from '../../engine/features/features.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import type { Pack } from '../../engine/packs/pack.ts'
import { maskCell } from '../../engine/report/mask.ts'
import type { Deliveries } from '../../engine/rules/delivery.ts'
import { packModel } from '../../engine/rules/pack-model.ts'
import type { Column, PlannedAtom } from '../../engine/rules/plan.ts'
import { type ReadSheet, readAgain, type SheetCells } from '../../engine/view/cells.ts'
import { rowFunctions } from '../../engine/view/evidence.ts'
import { type KeptEvidence, keptEvidence } from '../../engine/view/evidence-file.ts'
import { type EvidenceOf, explain, type Written } from '../../engine/view/explain.ts'
import { shownCell } from '../../engine/view/shown.ts'
import type { Surroundings } from './command.ts'
import type { ExplainOptions } from './explain.ts'
import { explanationText } from './explain-text.ts'
import { nodeFolder } from './folder.ts'
import { openPack } from './pack.ts'

interface Manifest {
  as_of: string
  mark: string | null
  delivered: { code: string; columns: string[]; newest: number | null; rows: number }[]
  inputs: (ReadSheet & { sha256: string })[]
}

const readJson = async <T>(folder: string, name: string): Promise<T> => {
  const text = await readFile(join(folder, name), 'utf8').catch(() => {
    throw new EngineError('not_found', `“${folder}”里没有 ${name}：请给出 jpf run 的输出文件夹`)
  })
  return JSON.parse(text) as T
}

const cells = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  )

/** Rows of a written table whose line holds a text, with the place each has among all. */
const rowsWith = async (
  folder: string,
  name: string,
  holds: (line: string) => boolean,
): Promise<{ row: Written; index: number }[]> => {
  const lines = createInterface({ input: createReadStream(join(folder, name), 'utf8') })
  const found: { row: Written; index: number }[] = []
  let header: string[] | undefined
  let index = -1
  for await (const line of lines) {
    if (!header) header = cells(line.replace(/^\uFEFF/, ''))
    else {
      index++
      if (holds(line)) found.push({ row: Object.fromEntries(cells(line).map((cell, at) => [header?.[at] ?? '', cell])), index })
    }
  }
  return found
}

const slice =
  (path: string) =>
  async (start: number, end: number): Promise<Uint8Array> => {
    const file = await open(path)
    try {
      const bytes = new Uint8Array(end - start)
      await file.read(bytes, 0, bytes.length, start)
      return bytes
    } finally {
      await file.close()
    }
  }

const byFile = (evidence: readonly KeptEvidence[]): Map<number, Set<number>> => {
  const wanted = new Map<number, Set<number>>()
  for (const { src, row } of evidence) wanted.set(src, (wanted.get(src) ?? new Set()).add(row))
  return wanted
}

const present = async (folder: string): Promise<SourceFile[]> =>
  nodeFolder(folder).catch(() => {
    throw new EngineError('not_found', `找不到当时的数据文件夹“${folder}”：依据要从原文件读出，请放回原处后再试`)
  })

const evidenceOf = (
  pack: Pack,
  read: readonly SheetCells[],
  kept: readonly KeptEvidence[],
  atoms: readonly PlannedAtom[],
): EvidenceOf[] =>
  kept.flatMap(({ person, atom, certain, src, row }) => {
    const sheet = read.find((one) => one.sheet.src === src)
    const original = sheet?.original.get(row)
    const typed = sheet?.typed.get(row)
    const used = atoms[atom]
    if (!sheet || !original || !used) return []
    const category = pack.category(used.category)
    const shown = (name: string): EvidenceOf['cells'][number] => {
      const column = category?.columns.find((one) => one.name === name)
      const cell = original.get(name)
      return {
        column: name,
        heading: cell?.heading ?? '',
        text: maskCell(cell?.text ?? '', column),
        value: shownCell(typed?.get(name) ?? '', column),
      }
    }
    const columns = [...new Set([...used.columns, ...(category?.person ? [category.person] : [])])]
    const time = category?.time ? shown(category.time).value : ''
    const { path, sheet: name } = sheet.sheet
    return [
      {
        person: `R${String(person).padStart(7, '0')}`,
        atom,
        certain,
        file: path,
        sheet: name,
        row,
        date: time,
        cells: columns.map(shown),
      },
    ]
  })

/** Explains one household of a finished run from its tables and the extracts it was made of. */
export const explainJob = async ({ run: folder, household, json }: ExplainOptions, { print }: Surroundings): Promise<void> => {
  const manifest = await readJson<Manifest>(folder, 'manifest.json')
  const timings = await readJson<{ folder: string; pack: string }>(folder, 'timings.json')
  const starts = (line: string): boolean => line.startsWith(`${household},`)
  const [own] = await rowsWith(folder, 'households.csv', starts)
  if (!own) throw new EngineError('not_found', `这次结果里没有家庭“${household}”：家庭标识形如 H0000001，见 households.csv`)
  const persons = (await rowsWith(folder, 'persons.csv', (line) => line.includes(`,${household},`))).map(({ row }) => row)
  const ids = new Set(persons.map((person) => person.token))
  const personFeatures = await rowsWith(folder, 'person_features.csv', (line) => ids.has(line.slice(0, line.indexOf(','))))
  const one = async (name: string): Promise<Written> => (await rowsWith(folder, name, starts))[0]?.row ?? {}
  const pack = await openPack(timings.pack)
  const deliveries: Deliveries = new Map(
    manifest.delivered.map(({ code, columns, newest, rows }) => [code, { columns: new Set(columns), newest, rows }]),
  )
  const compiled = compileFeatures(pack, packModel(pack, manifest.as_of), deliveries).columns()
  const columns: ReadonlyMap<string, Column> = new Map(compiled.map((column) => [column.name, column]))
  const path = join(folder, 'evidence.bin')
  const kept = await keptEvidence(slice(path), (await stat(path)).size, own.index)
  const db = await openNodeDatabase()
  try {
    const files = await present(timings.folder)
    const read = await readAgain(db, pack, manifest.as_of, files, manifest.inputs, byFile(kept))
    const explanation = explain({
      pack,
      columns,
      household: own.row,
      features: await one('features.csv'),
      indicators: await one('indicators.csv'),
      triggers: (await rowsWith(folder, 'triggers.csv', starts)).map(({ row }) => row),
      persons: persons.map((person) => ({
        person,
        features: personFeatures.find(({ row }) => row.token === person.token)?.row ?? {},
      })),
      evidence: evidenceOf(pack, read, kept, rowFunctions(compiled)),
    })
    print(
      json
        ? `${JSON.stringify({ as_of: manifest.as_of, mark: manifest.mark, ...explanation }, null, 1)}\n`
        : explanationText(explanation),
    )
  } finally {
    db.close()
  }
}
