import { test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import { Sql } from '../sql/tag.ts'
test('p', async () => {
  const db = await openNodeDatabase()
  const rows: string[] = []
  for (let i = 0; i < 45000; i++) rows.push(`${i},3304821960${String(1 + (i % 9)).padStart(2, '0')}${String(1 + (i % 28)).padStart(2, '0')}${String(i % 1000).padStart(3, '0')}1,张三${i},${i % 2 ? '男性' : '2'},1960-01-${10 + (i % 18)},汉族,大学本科教育,已婚,浙江省平湖市新埭镇鱼圻塘村${i}号,330482102201,H${i},户主,2025-05-18 10:00:00`)
  db.stage('a.csv', new TextEncoder().encode(rows.join('\n') + '\n'))
  const cols = ['_row', ...Array.from({ length: 12 }, (_, i) => `k${i}`)]
  const src = (ns: string, extra = '') => `read_csv('a.csv', auto_detect=false, header=false, delim=',', quote='"', escape='"', ${ns} ${extra} columns={${cols.map((c) => `'${c}':'VARCHAR'`).join(',')}})`
  db.run(new Sql(`create temp table lab as select * from (values ('CL','男性','1'),('CL','2','2')) t(list,text,code)`))
  const time = (name: string, s: string) => { db.run(new Sql(s)); const t = performance.now(); for (let k = 0; k < 5; k++) db.run(new Sql(s)); console.log('T', name, ((performance.now() - t) / 5).toFixed(0)) }
  const b = `nullstr=['','-','--','—','——','－','/','／','\\','NULL','null','N/A','#N/A','nan','NaN','None','(null)'],`
  time('count', `create or replace temp table x as select count(*) from ${src('')}`)
  time('plain', `create or replace temp table x as select * from ${src('')}`)
  time('nullstr', `create or replace temp table x as select * from ${src(b)}`)
  time('nullstr3', `create or replace temp table x as select * from ${src("nullstr=['','-','/'],")}`)
  time('par', `create or replace temp table x as select * from ${src(b, "new_line='\\n', max_line_size=4194304,")}`)
  time('buf', `create or replace temp table x as select * from ${src(b, "max_line_size=1048576, buffer_size=16777216, ")}`)
  db.run(new Sql(`create or replace temp table base as select * from ${src(b)}`))
  time('copy', 'create or replace temp table x as select * from base')
  time('id', `create or replace temp table x as select CASE WHEN strlen(k0) = 18 THEN TRY_CAST(substr(k0, 1, 17) AS BIGINT) END n, substr(k0,18,1) d from base`)
  db.run(new Sql(`create temp table z as select CASE WHEN strlen(k0) = 18 THEN TRY_CAST(substr(k0, 1, 17) AS BIGINT) END n, substr(k0,18,1) d from base`))
  time('id2', `create or replace temp table x as select CASE WHEN n >= 10000000000000000 THEN n * 11 + CASE WHEN ascii(d) BETWEEN 48 AND 57 THEN ascii(d) - 48 WHEN d IN ('X', 'x') THEN 10 END END from z`)
  time('date', `create or replace temp table x as select TRY_CAST(k3 AS DATE) n from base`)
  time('ts', `create or replace temp table x as select TRY_CAST(k11 AS TIMESTAMP) n from base`)
  time('join', `create or replace temp table x as select code from base left join (select text,code from lab where list='CL') l on l.text=base.k2`)
  time('untidy', `create or replace temp table x as select regexp_matches(k1, '[\\x{ad}\\x{200b}-\\x{200f}\\x{2060}\\x{feff}]|[\\x{a0}\\x{3000}\\x{202f}０-９Ａ-Ｚａ-ｚ－．／％：＋]|^\\s|\\s$|[\\r\\n\\t]') from base`)
  time('money', `create or replace temp table x as select CAST(TRY_CAST(k8 AS DECIMAL(15, 2)) * 100::DECIMAL(3, 0) AS BIGINT) from base`)
  time('hash', `create or replace temp table x as select hash(k0,k1,k2,k3,k4,k5,k6,k7,k8,k9,k10,k11) h from base`)
  db.run(new Sql(`create temp table x2 as select hash(k0,k1,k2,k3,k4,k5,k6,k7,k8,k9,k10,k11) h from base`))
  time('group', `create or replace temp table y as select h from x2 group by h having count(*)>1`)

  const ddl = (t: string) => `create or replace table ${t} (${Array.from({ length: 12 }, (_, i) => `k${i} varchar`).join(',')}, s usmallint, r integer)`
  const ins = (t: string) => `insert into ${t} select ${Array.from({ length: 12 }, (_, i) => `k${i}`).join(',')}, 1, _row::integer from base`
  const t10 = (name: string, t: string, tx: boolean) => { db.run(new Sql(ddl(t))); const m0 = db.memory(); const t0 = performance.now(); if (tx) db.run(new Sql('begin')); for (let k = 0; k < 24; k++) db.run(new Sql(ins(t))); if (tx) db.run(new Sql('commit')); console.log('T ins24', name, (performance.now() - t0).toFixed(0), 'mem', (db.memory() / 1e6).toFixed(0), JSON.stringify(db.rows(new Sql("select database_name, database_size, memory_usage from pragma_database_size()")))); db.run(new Sql('drop table ' + t)) }
  t10('raw auto', 'raw.a', false); t10('raw tx', 'raw.b', true); t10('raw auto', 'raw.a', false); t10('raw tx', 'raw.b', true)
  db.close()
})
