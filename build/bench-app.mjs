import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built, ROOT } from './launch.mjs'

const { benchApp } = await import(pathToFileURL(join(await built('node'), 'bench-app.mjs')).href)
await benchApp(
  { program: await built('app'), county: join(ROOT, 'sample-data/county'), home: join(ROOT, 'build/bench') },
  process.argv.slice(2),
)
