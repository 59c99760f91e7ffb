import { test } from 'vitest'
import { openNodeDatabase } from '../engine/host/node.ts'
import { builtinPack } from '../engine/packs/index.ts'
import { run } from '../engine/run.ts'
import { nodeFolder } from '../main/cli/folder.ts'
test('x', async () => {
  const db = await openNodeDatabase()
  const slow: [number, number, string][] = []
  let stage = ''
  const mem: string[] = []
  const wrap = (f: Function) => (s: { text: string }) => {
    const t = performance.now(); const m = db.memory()
    try { return f(s) } finally { slow.push([performance.now() - t, (db.memory() - m) / 1e6, s.text.slice(0, 130)]) }
  }
  const w = { ...db, run: wrap(db.run), rows: wrap(db.rows), arrow: wrap(db.arrow) } as never
  await run({ db: w, pack: builtinPack('pinghu'), files: await nodeFolder(process.env.JPF_COUNTY as string), asOf: '2025-05-18', previous: null, onProgress: (p) => { if (p.stage !== stage) { stage = p.stage; mem.push(stage + ' ' + (db.memory() / 1e6).toFixed(0)) } }, signal: new AbortController().signal })
  mem.push('end ' + (db.memory() / 1e6).toFixed(0))
  console.log(mem.join(' | '))
  console.log(slow.filter((x) => x[1] > 10).map(([ms, m, s]) => `${ms.toFixed(0)}ms +${m.toFixed(0)}MB ${s}`).join('\n'))
  console.log(slow.sort((a, b) => b[0] - a[0]).slice(0, 14).map(([ms, m, s]) => `${ms.toFixed(0)}ms +${m.toFixed(0)}MB ${s}`).join('\n'))
}, 400000)
