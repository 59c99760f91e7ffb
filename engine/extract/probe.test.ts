import { test } from 'vitest'
import { surveyFile } from './survey.ts'
import { textSheet } from './text.ts'
test('speed', async () => {
  const rows: string[] = []
  for (let i = 0; i < 500000; i++) rows.push(`3304821960${String(1 + (i % 9)).padStart(2, '0')}${String(1 + (i % 28)).padStart(2, '0')}${String(i % 1000).padStart(3, '0')}1,张三${i},${i % 2 ? '男性' : '2'},1960-01-${10 + (i % 18)},汉族,大学本科教育,已婚,浙江省平湖市新埭镇鱼圻塘村${i}号,330482102201,H${i},户主,2025-05-18 10:00:00`)
  const b = new TextEncoder().encode(rows.join('\n'))
  const file = { path: 'x', size: b.length, async *stream() { for (let i = 0; i < b.length; i += 1 << 16) yield b.subarray(i, i + (1 << 16)) }, bytes: async () => b }
  for (let k = 0; k < 4; k++) {
    let t = performance.now(); const s = await surveyFile(file); const t1 = performance.now() - t
    t = performance.now(); let n = 0
    for await (const c of textSheet(file, s).chunks({ columns: 12, after: 0 })) n += c.records
    const t2 = performance.now() - t
    console.log(b.length / 1e6, 'MB survey', t1, b.length / 1e3 / t1, 'MB/s scan', t2, b.length / 1e3 / t2, 'MB/s', n)
  }
})
