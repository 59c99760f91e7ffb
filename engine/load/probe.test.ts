import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import { Sql } from '../sql/tag.ts'
import { loadExtracts } from './load.ts'
import type { SourceFile } from '../contract.ts'
const base = 'engine/packs/pinghu'
const categories = readdirSync(`${base}/departments`).sort().flatMap((f) => JSON.parse(readFileSync(`${base}/departments/${f}`, 'utf8')).categories)
const lists = readdirSync(`${base}/codelists`).flatMap((f) => JSON.parse(readFileSync(`${base}/codelists/${f}`, 'utf8')))
const file = (path: string, text: string | Uint8Array): SourceFile => {
  const b = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return { path, size: b.length, async *stream() { for (let i = 0; i < b.length; i += 1 << 16) yield b.subarray(i, i + (1 << 16)) }, bytes: async () => b }
}
test('probe', async () => {
  const db = await openNodeDatabase()
  const spent = new Map<string, number>()
  const run0 = db.run
  db.run = (s) => { const t = process.cpuUsage().user; run0(s); const k = s.text.slice(0, 44); spent.set(k, (spent.get(k) ?? 0) + (process.cpuUsage().user - t) / 1000) }
  const n = Number(process.env.N ?? 3)
  const rows: string[] = []
  for (let i = 0; i < n; i++) rows.push(`3304821960${String(1 + (i % 9)).padStart(2, '0')}${String(1 + (i % 28)).padStart(2, '0')}${String(i % 1000).padStart(3, '0')}1,张三${i},${i % 2 ? '男性' : '2'},1960-01-${10 + (i % 18)},汉族,大学本科教育,已婚,浙江省平湖市新埭镇鱼圻塘村${i}号,330482102201,H${i},户主,2025-05-18 10:00:00`)
  const text = '平湖市户籍\n公民身份号码,姓名,性别,出生日期,民族,文化程度,婚姻状况,户籍地址,区划代码,户号,与户主关系,更新时间\n' + rows.join('\n') + '\n'
  const source = file('2025-05/P0101_户籍人口基本信息.csv', text)
  for (let k = 0; k < 2; k++) {
  const t = performance.now(), c = process.cpuUsage().user
  const r = await loadExtracts(db, { categories, lists } as never, [source], { asOf: '2025-05-18' })
  console.log(source.size / 1e6, 'MB', performance.now() - t, 'cpu', (process.cpuUsage().user - c) / 1000, r.timings, r.sources.map((s) => JSON.stringify(s)), r.findings, r.deliveries)
  }
  console.log([...spent].filter(([, t]) => t > 20).map(([k, t]) => `SPENT ${t.toFixed(0)} ${k.replaceAll('\n', ' ')}`).join('\n'))
  const q = (s: string) => console.log(s, db.rows(new Sql(s)))
  q('select * from raw.P0101 limit 2'); q('select * from finding limit 5'); q('select * from other_id limit 3')
  console.log(db.memory() / 1e6)
  db.close()
})
