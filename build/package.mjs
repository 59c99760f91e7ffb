import { build } from 'electron-builder'
import { ROOT } from './launch.mjs'
import { stage } from './stage.mjs'

await stage()
await build({ projectDir: ROOT, config: 'electron-builder.yml' })
