import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built, ROOT } from './launch.mjs'

const { benchExtract } = await import(pathToFileURL(join(await built('node'), 'bench-extract.mjs')).href)
if (!(await benchExtract({ home: join(ROOT, 'build/bench') }, process.argv.slice(2)))) process.exitCode = 1
