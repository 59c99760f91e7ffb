import iconv from 'iconv-lite'
import { test } from 'vitest'
import { openFile } from '../extract/open.ts'
import { openNodeDatabase } from '../host/node.ts'
import { builtinPack } from '../packs/index.ts'
import { Sql } from '../sql/tag.ts'
import { extract, personId, workbook } from './extracts.fixture.ts'
import { loadExtracts } from './load.ts'

const pack = builtinPack('pinghu')
const cpu = () => process.cpuUsage().user / 1000
test('xlsx and gb', async () => {
  const heading = '公民身份号码,姓名,性别,出生日期,民族,文化程度,婚姻状况,户籍地址,区划代码,户号,与户主关系,更新时间'
  const row = (i: number) => [
    personId(i),
    `张三${i}`,
    i % 2 ? '男性' : '2',
    `1960-01-${10 + (i % 18)}`,
    '汉族',
    '大学本科教育',
    '已婚',
    `浙江省平湖市新埭镇鱼圻塘村${i}号`,
    '330482102201',
    `H${i}`,
    '户主',
    '2025-05-18 10:00:00',
  ]
  const strings = new Map<string, number>()
  const s = (t: string) => {
    let k = strings.get(t)
    if (k === undefined) strings.set(t, (k = strings.size))
    return k
  }
  const cols = 20
  const col = (c: number) => String.fromCharCode(65 + c)
  let data = ''
  for (let i = 0; i < 100000; i++) {
    const r = row(i)
    let x = `<row r="${i + 1}">`
    for (let c = 0; c < cols; c++)
      x +=
        c < 12
          ? `<c r="${col(c)}${i + 1}" t="s"><v>${s(r[c] as string)}</v></c>`
          : `<c r="${col(c)}${i + 1}" s="${c === 13 ? 1 : 0}"><v>${40000 + ((i * c) % 5000)}.5</v></c>`
    data += x + '</row>'
  }
  const shared = [...strings.keys()].map((t) => `<si><t>${t}</t></si>`).join('')
  const bytes = workbook({ P0101: data }, { shared })
  console.log('T xlsx bytes', bytes.length, 'xml', data.length)
  for (let k = 0; k < 3; k++) {
    const t = performance.now(),
      c = cpu()
    const [o] = await openFile(extract('a.xlsx', bytes, 1 << 16))
    let n = 0
    for await (const ch of o!.sheets[0]!.chunks({ columns: 20, after: 0 })) n += ch.records
    console.log('T xlsx', n, performance.now() - t, 'cpu', cpu() - c)
  }
  data = ''
  const lines: string[] = []
  for (let i = 0; i < 300000; i++) lines.push(row(i).join(','))
  const text = `${heading}\n${lines.join('\n')}\n`
  for (const [name, b] of [
    ['utf8', new TextEncoder().encode(text)],
    ['gb', new Uint8Array(iconv.encode(text, 'gb18030'))],
  ] as const) {
    for (let k = 0; k < 2; k++) {
      const t = performance.now(),
        c = cpu()
      const [o] = await openFile(extract('P0101.csv', b, 1 << 16))
      const t1 = performance.now() - t
      let n = 0
      for await (const ch of o!.sheets[0]!.chunks({ columns: 12, after: 1 })) n += ch.records
      console.log('T', name, n, b.length / 1e6, 'MB open', t1, 'scan', performance.now() - t - t1, 'cpu', cpu() - c)
    }
  }
})
test.skip('dirt', async () => {
  const db = await openNodeDatabase()
  for (const dirt of [0, 0.02, 0.3, 1]) {
    let seed = 1
    const hit = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed / 2147483648 < dirt
    }
    const lines: string[] = []
    for (let i = 0; i < 200000; i++)
      lines.push(
        [
          hit() ? personId(i).slice(0, 17) : personId(i),
          hit() ? ` 张三${i}` : `张三${i}`,
          hit() ? '男人' : '2',
          hit() ? '1960年1月5日' : hit() ? '不详' : `1960-01-${10 + (i % 18)}`,
          '汉族',
          '大学本科教育',
          '已婚',
          `浙江省平湖市新埭镇鱼圻塘村${i}号`,
          '330482102201',
          hit() ? `　Ｈ${i}` : `H${i}`,
          '户主',
          '2025-05-18 10:00:00',
        ].join(','),
      )
    const b = `公民身份号码,姓名,性别,出生日期,民族,文化程度,婚姻状况,户籍地址,区划代码,户号,与户主关系,更新时间\n${lines.join('\n')}\n`
    for (let k = 0; k < 2; k++) {
      const t = performance.now(),
        c = cpu()
      const r = await loadExtracts(db, pack, [extract('P0101.csv', b, 1 << 16)], { asOf: '2025-05-18' })
      console.log(
        'T dirt',
        dirt,
        performance.now() - t,
        'cpu',
        cpu() - c,
        JSON.stringify([...r.findings]),
        db.memory() / 1e6,
        JSON.stringify(r.sources[0]).slice(100, 330),
      )
    }
  }
  console.log(
    'T',
    db.rows(
      new Sql(
        'select count(*) n, min(_row) a, max(_row) b, sum((_row < p)::int)::int bad from (select _row, lag(_row) over () p from raw.P0101)',
      ),
    ),
  )
  db.close()
})
