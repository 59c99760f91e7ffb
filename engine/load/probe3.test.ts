import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import { Sql, sql } from '../sql/tag.ts'
import { castStatement } from './statement.ts'
import { createLabels } from './labels.ts'
import { ColumnNames, matchHeading } from '../catalogue/heading.ts'
const base = 'engine/packs/pinghu'
const categories = readdirSync(`${base}/departments`).sort().flatMap((f) => JSON.parse(readFileSync(`${base}/departments/${f}`, 'utf8')).categories)
const lists = readdirSync(`${base}/codelists`).flatMap((f) => JSON.parse(readFileSync(`${base}/codelists/${f}`, 'utf8')))
test('p', async () => {
  const db = await openNodeDatabase()
  createLabels(db, lists)
  const rows: string[] = []
  for (let i = 0; i < Number(process.env.R ?? 45000); i++) rows.push(`${i},3304821960${String(1 + (i % 9)).padStart(2, '0')}${String(1 + (i % 28)).padStart(2, '0')}${String(i % 1000).padStart(3, '0')}1,张三${i},${i % 2 ? '男性' : '2'},1960-01-${10 + (i % 18)},汉族,大学本科教育,已婚,浙江省平湖市新埭镇鱼圻塘村${i}号,330482102201,H${i},户主,2025-05-18 10:00:00`)
  db.stage('a.csv', new TextEncoder().encode(rows.join('\n') + '\n'))
  const category = categories.find((c) => c.code === 'P0101')
  const heading = matchHeading(new ColumnNames(category), 1, '公民身份号码,姓名,性别,出生日期,民族,文化程度,婚姻状况,户籍地址,区划代码,户号,与户主关系,更新时间'.split(','))
  const st = castStatement({ category, heading, file: 'a.csv', messy: new Uint8Array(20) })
  db.run(sql`SET disabled_optimizers = 'join_order,build_side_probe_side'`)
  const time = (name: string, s: string) => { db.run(new Sql(s)); const t = process.cpuUsage().user; for (let k = 0; k < 5; k++) db.run(new Sql(s)); console.log('T', name, ((process.cpuUsage().user - t) / 5000).toFixed(0)) }
  for (let k = 0; k < 4; k++) { const t = process.cpuUsage().user; db.run(st); console.log('T first', (process.cpuUsage().user - t) / 1000) }
  const bytes = new TextEncoder().encode(rows.join('\n') + '\n')
  for (let k = 0; k < 6; k++) { const f = 'n' + k + '.csv'; db.stage(f, bytes); const t = process.cpuUsage().user; db.run(new Sql(st.text.replace('a.csv', f))); console.log('T fresh', (process.cpuUsage().user - t) / 1000); db.unstage(f) }
  time('all', st.text)
  time('all 2M line', st.text.replace('max_line_size = 4194304,', ''))
  time('all small buf', st.text.replace('max_line_size = 4194304,', 'max_line_size = 1048576, buffer_size = 4194304,'))
  time('parallel false', st.text.replace('max_line_size = 4194304,', 'parallel = false,'))

  const body = st.text.replace('CREATE OR REPLACE TEMP TABLE staged AS ', '')
  const from = body.slice(body.indexOf('_look FROM (') + 12, -1)
  time('typed', `create or replace temp table x as select columns('v.*') from (${from})`)
  time('typed count', `create or replace temp table x as select count(v0),count(v2),count(v3),count(v11),max(v0),max(v3),max(v11) from (${from})`)
  if (process.env.EXPLAIN) console.log(db.rows(new Sql('EXPLAIN ANALYZE ' + body)).map((r) => Object.values(r)[1]).join('\n'))
  db.close()
})
