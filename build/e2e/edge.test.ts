import { afterEach, describe, expect, test } from 'vitest'
import type { SourceFile } from '../../engine/contract.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { runTables, tableText } from '../../engine/report/files.ts'
import { sql } from '../../engine/sql/tag.ts'
import { type CountyRun, runCounty } from '../oracle/run-county.ts'

const AS_OF = '2025-05-18'
const pack = builtinPack('pinghu')

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A valid made-up ID number of somebody born on `YYYYMMDD`; an odd sequence is a man. */
const idNumber = (birth: string, sequence: number): string => {
  const first = `${pack.syntheticPrefix}${birth}${String(sequence).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first[index]), 0)
  return first + '10X98765432'[sum % 11]
}

const father = idNumber('19700101', 1)
const mother = idNumber('19720202', 2)
const child = idNumber('20150303', 3)

const file = (path: string, content: string | Uint8Array): SourceFile => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    path,
    size: bytes.length,
    bytes: async () => bytes,
    async *stream() {
      yield bytes
    },
  }
}

type Line = Readonly<Record<string, string>>

/** An extract with the catalogue's headings; columns that no line names are blank. */
const extract = (category: string, lines: readonly Line[]): SourceFile => {
  const columns = pack.category(category)?.columns ?? []
  const rows = lines.map((line) => columns.map(({ name }) => line[name] ?? '').join(','))
  return file(`${category}_202505.csv`, `${[columns.map(({ title }) => title).join(','), ...rows].join('\n')}\n`)
}

const register = (id_no: string, hh_no: string, more: Line = {}): Line => ({
  id_no,
  hh_no,
  name: '测试',
  region12: '330482106201',
  ...more,
})
const FAMILY = [
  register(father, '100', { rel_head: '户主', head_id_no: father }),
  register(mother, '100', { rel_head: '配偶', head_id_no: father }),
  register(child, '100', { rel_head: '子', head_id_no: father }),
]

let county: CountyRun | null = null
afterEach(() => {
  county?.db.close()
  county = null
})

const run = async (files: readonly SourceFile[]) => {
  county = await runCounty(files, AS_OF)
  const { db, output } = county
  return {
    db,
    output,
    sizes: db.rows<{ size: number }>(sql`SELECT size FROM household ORDER BY size`).map(({ size }) => size),
    findings: db.rows(
      sql`SELECT path, row, rule, severity, message FROM finding LEFT JOIN source USING (src) WHERE severity <> 'info' ORDER BY ALL`,
    ),
    tables: (plain = false) =>
      new Map(
        runTables(pack, output.features, output.full, plain).map((table) => [table.file, [...tableText(db, table)].join('')]),
      ),
  }
}

test('files that cannot be used are one finding each and the rest goes on', async () => {
  const garbage = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256)
  const permission = Object.assign(new Error('permission denied'), { code: 'EACCES' })
  const late = extract('P0104', [{ id_no: father, name: '测试', plate_no: '浙F1' }])
  let opened = 0
  const bad: [SourceFile, rule: string][] = [
    [file('1/P0104_202505.csv', garbage), 'unreadable'],
    [file('2/P0104_202505.csv', ''), 'empty_file'],
    [file('3/P0104.xlsx', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, ...garbage.slice(0, 200)])), 'bad_archive'],
    [file('4/P0104.xls', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...garbage])), 'bad_workbook'],
    [file('5/会议签到.csv', '序号,单位,签名\n1,甲,乙\n'), 'unknown_file'],
    [file('6/P0104.csv', '甲,乙\n1,2\n'), 'no_heading'],
    [file('7/P0104.csv', '姓名,号牌号码,车辆类型\n甲,浙F1,1\n'), 'missing_column'],
    [
      {
        path: '8/P0104.csv',
        size: 10,
        bytes: () => Promise.reject(permission),
        stream: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(permission) }) }),
      },
      'unreadable',
    ],
    [
      {
        ...late,
        path: '9/P0104.csv',
        stream: () => {
          if (++opened > 2) throw new Error('input/output error')
          return late.stream()
        },
      },
      'unreadable',
    ],
  ]
  const { findings, sizes, output } = await run([extract('P0102', FAMILY), ...bad.map(([one]) => one)])
  expect(opened).toBeGreaterThan(2)
  expect(findings).toHaveLength(bad.length)
  expect(findings).toMatchObject(bad.map(([{ path }, rule]) => ({ path, row: null, rule })))
  for (const { message } of findings) expect(String(message)).toMatch(/^[^\n]*[\u4e00-\u9fff].*请[^\n]+$/)
  expect(sizes).toEqual([3])
  expect([...output.deliveries.keys()]).toEqual(['P0102'])
})

describe('a run that cannot go on says so in one sentence', () => {
  test('an empty folder', async () => {
    await expect(run([])).rejects.toMatchObject({
      code: 'empty_folder',
      message: expect.stringMatching(/^文件夹里没有任何数据文件，请/),
    })
  })

  test('no register', async () => {
    const cars = extract('P0104', [{ id_no: father, name: '测试', plate_no: '浙F1' }])
    await expect(run([cars])).rejects.toMatchObject({ code: 'no_register', message: expect.stringContaining('P0102') })
    await expect(run([file('读我.txt', '说明文件')])).rejects.toMatchObject({ code: 'no_register' })
  })
})

test('zero households are an empty result', async () => {
  const { tables, findings, output } = await run([extract('P0102', []), extract('P0101', []), extract('C0101', [])])
  expect(findings).toEqual([])
  expect(output.people).toMatchObject({ persons: 0, households: 0, members: 0 })
  expect([...output.deliveries.keys()].sort()).toEqual(['C0101', 'P0101', 'P0102'])
  for (const [name, text] of tables())
    expect([name, text.trimEnd().split('\n').length]).toEqual([name, name === 'identity.csv' ? 2 : 1])
})

test('a register whose rows are all refused is an empty result with findings', async () => {
  const { output, findings } = await run([extract('P0102', [register('', '100'), register('', '101')])])
  expect(output.people.households).toBe(0)
  expect(findings).toMatchObject([
    { row: 2, rule: 'required' },
    { row: 3, rule: 'required' },
  ])
})

test('a person in two households is one conflict', async () => {
  const twice = register(child, '200', { rel_head: '子', upd_time: '2024-01-01 00:00:00' })
  const other = register(idNumber('19600101', 5), '200', { rel_head: '户主' })
  const { tables, sizes, findings } = await run([
    extract('P0102', [...FAMILY.slice(0, 2), { ...FAMILY[2], upd_time: '2025-01-01 00:00:00' }, other, twice]),
  ])
  expect(sizes).toEqual([1, 3])
  expect(findings).toEqual([])
  const conflicts = (tables().get('conflicts.csv') ?? '').trimEnd().split('\n').slice(1)
  expect(conflicts).toHaveLength(1)
  expect(conflicts[0]).toMatch(/^household,R\d+,H\d+,100,200,P0102,P0102_202505\.csv,,6,.*同一人在两个户.*请/)
})

test('a household without a head gets its oldest adult and a finding', async () => {
  const headless = FAMILY.map((line) => ({ ...line, rel_head: '其他', head_id_no: '' }))
  const { db, findings, sizes } = await run([extract('P0102', headless)])
  expect(sizes).toEqual([3])
  expect(findings).toMatchObject([{ row: 2, rule: 'no_head' }])
  expect(db.rows(sql`SELECT CAST(birth AS VARCHAR) AS birth FROM household JOIN person ON pk = head`)).toEqual([
    { birth: '1970-01-01' },
  ])
})

test('the person, the household and the numbers of a family appear nowhere in the clear', async () => {
  const { tables } = await run([
    extract(
      'P0102',
      FAMILY.map((line) => ({ ...line, name: '张三丰', head_name: '张三丰' })),
    ),
  ])
  for (const [name, text] of tables()) {
    for (const secret of [father, mother, child, '张三丰']) expect([name, text.includes(secret)]).toEqual([name, false])
  }
  expect(tables(true).get('persons.csv')).toContain('张三丰')
})

test('a family that only the register knows is not green', async () => {
  const { tables } = await run([extract('P0102', FAMILY)])
  const [heading = '', row = ''] = (tables().get('households.csv') ?? '').replace('\uFEFF', '').split('\n')
  const cells = row.split(',')
  const value = (name: string) => cells[heading.split(',').indexOf(name)]
  expect(value('colour')).toBe('U')
  expect(value('size')).toBe('3')
  expect(Number(value('missing_share'))).toBeGreaterThan(0.5)
})
