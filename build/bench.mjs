import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built, ROOT } from './launch.mjs'

const programs = await built('node')
const { bench } = await import(pathToFileURL(join(programs, 'bench.mjs')).href)
await bench({ programs, page: () => built('bench'), home: join(ROOT, 'build', 'bench') }, process.argv.slice(2))
