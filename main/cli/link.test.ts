import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkCommand } from './link.ts'
import { linkJob } from './link-job.ts'
import { main } from './main.ts'

let root = ''
const at = (name: string): string => join(root, name)

const SPEC = { id: 'rec_id', fields: { 姓名: { kind: 'name' }, 出生日期: { kind: 'date' }, 村: { kind: 'text' } } }
const PEOPLE = Array.from({ length: 60 }, (_, index) => [
  `rec-${index}-org`,
  `${'赵钱孙李周吴郑王冯陈'.charAt(index % 10)}${'伟芳娜敏静丽'.charAt(index % 6)}${'一文国建海春雨'.charAt(index % 7)}`,
  `19${30 + index}-${String(1 + ((index * 5) % 12)).padStart(2, '0')}-${String(1 + ((index * 11) % 28)).padStart(2, '0')}`,
  `${['红星', '联丰', '新群'][index % 3]}村`,
])
const csv = (rows: readonly (readonly string[])[], separator = ','): string =>
  [['rec_id', '姓名', '出生日期', '村'], ...rows].map((row) => row.join(separator)).join('\r\n')

const jpf = async (...argv: string[]) => {
  let [out, errors] = ['', '']
  const code = await main(
    ['link', ...argv],
    { link: linkCommand(linkJob) },
    {
      print: (text) => {
        out += text
      },
      errors: {
        write: (text: string) => {
          errors += text
          return true
        },
      },
      trace: false,
      signal: new AbortController().signal,
    },
  )
  return { code, out, errors }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jpf-link-'))
  const copies = PEOPLE.slice(0, 40).map(([id = '', name = '', birth = '', village = ''], index) => [
    id.replace('org', 'dup-0'),
    index % 3 === 1 ? name.replace('伟', '玮').replace('丽', '莉') : name,
    index % 3 === 2 ? birth.replaceAll('-', '') : birth,
    index % 5 === 0 ? '' : village,
  ])
  await writeFile(at('a.csv'), csv(PEOPLE))
  await writeFile(at('b.csv'), iconv.encode(csv(copies, '\t'), 'gb18030'))
  await writeFile(at('both.csv'), `\uFEFF${csv([...PEOPLE, ...copies], ', ').replace('rec_id, 姓名', 'rec_id, 姓名')}`)
  await writeFile(at('spec.json'), JSON.stringify(SPEC))
  await writeFile(at('empty.csv'), '')
  await writeFile(at('heading.csv'), csv([]))
  await writeFile(at('twice.csv'), csv([PEOPLE[0] ?? [], PEOPLE[0] ?? []]))
  await writeFile(at('other.json'), JSON.stringify({ id: 'rec_id', fields: { 手机: { kind: 'code' } } }))
  await writeFile(at('bad.json'), '{"id":1}')
})

afterAll(() => rm(root, { recursive: true, force: true }))

const pairs = async (): Promise<string[][]> =>
  (await readFile(at('pairs.csv'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(','))

test('two files of any encoding', async () => {
  const { code, errors } = await jpf(
    '--data',
    at('a.csv'),
    '--with',
    at('b.csv'),
    '--spec',
    at('spec.json'),
    '--out',
    at('pairs.csv'),
  )
  expect({ code, errors: errors.replace(/\r.*\r/gs, '') }).toMatchObject({ code: 0 })
  const [heading, ...rows] = await pairs()
  expect(heading).toEqual(['id_a', 'id_b', 'score', 'decision'])
  const linked = rows.filter(([, , , decision]) => decision === 'linked')
  expect(linked.length).toBeGreaterThanOrEqual(36)
  expect(linked.filter(([a = '', b = '']) => b !== a.replace('org', 'dup-0'))).toEqual([])
})

test('duplicates inside one file, the same bytes twice', async () => {
  const args = ['--data', at('both.csv'), '--spec', at('spec.json'), '--out', at('pairs.csv')]
  expect(await jpf(...args)).toMatchObject({ code: 0 })
  const first = await readFile(at('pairs.csv'))
  expect((await pairs()).filter(([, , , decision]) => decision === 'linked').length).toBeGreaterThanOrEqual(36)
  expect(await jpf(...args)).toMatchObject({ code: 0 })
  expect(await readFile(at('pairs.csv'))).toEqual(first)
})

test.each([
  [['--data', 'a.csv', '--spec', 'other.json'], 1, '里找不到列 手机'],
  [['--data', 'empty.csv', '--spec', 'spec.json'], 1, '文件是空的'],
  [['--data', 'heading.csv', '--spec', 'spec.json'], 1, '没有记录'],
  [['--data', 'twice.csv', '--spec', 'spec.json'], 1, '出现不止一次'],
  [['--data', 'none.csv', '--spec', 'spec.json'], 1, '找不到文件'],
  [['--data', 'a.csv', '--spec', 'none.json'], 1, '读不到比对说明'],
  [['--data', 'a.csv', '--spec', 'bad.json'], 1, '比对说明'],
  [['--data', 'a.csv'], 2, '缺少选项 --spec'],
] as const)('%j ends with %i: %s', async (argv, code, says) => {
  const paths = argv.map((one) => (one.startsWith('--') ? one : at(one)))
  const result = await jpf(...paths, '--out', at('never.csv'))
  expect(result.code).toBe(code)
  expect(result.errors).toContain(says)
  expect(result.errors.trim().split('\n')).toHaveLength(1)
  await expect(readFile(at('never.csv'))).rejects.toThrow()
})
