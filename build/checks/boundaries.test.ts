import { expect, test } from 'vitest'
import { boundaries } from './boundaries.ts'

const messages = (path: string, text: string) => boundaries([{ path, text }]).map(({ message }) => message)

test.each([
  ['engine/load/cast.ts', "import { app } from '../../main/electron/app.ts'", 'does not know main'],
  ['engine/view/rows.ts', "import type { Page } from '../../renderer/pages/home.tsx'", 'does not know renderer'],
  ['engine/view/rows.ts', "import { useState } from 'react'", 'does not know react'],
  ['engine/load/cast.ts', "import { readFileSync } from 'node:fs'", 'only engine/host'],
  ['engine/load/cast.ts', "import { readFileSync } from 'fs'", 'only engine/host'],
  ['engine/load/cast.ts', "const fs = await import('node:fs')", 'only engine/host'],
  ['engine/load/cast.ts', "export { connect } from '@duckdb/duckdb-wasm'", 'may import DuckDB'],
  ['engine/run.ts', "import { generateCounty } from '../sample-data/generate.ts'", 'nothing imports sample-data'],
  ['engine/load/load.test.ts', "import { x } from '../../sample-data/generate.ts'", 'nothing imports sample-data'],
  ['main/cli/run.ts', "import { built } from '../../build/launch.mjs'", 'nothing imports build'],
  ['renderer/pages/home.tsx', "import { run } from '../../engine/run.ts'", 'does not import engine/run.ts'],
  ['renderer/pages/home.tsx', "import { table } from './table.tsx'", 'page home imports page table'],
  ['renderer/parts/card.tsx', "import { useStore } from '../store/run.ts'", 'a part knows no store'],
  ['renderer/store/run.ts', "import { readFile } from 'node:fs/promises'", 'does not run in Node'],
  ['main/vault/vault.ts', "import { run } from '../../engine/run.ts'", 'only the command line'],
  ['main/cli/run.ts', "import { words } from '../../renderer/words/zh.ts'", 'does not import the renderer'],
])('%s: %s', (path, text, message) => {
  expect(messages(path, text)).toEqual([expect.stringContaining(message)])
})

test.each([
  ['engine/host/node.ts', "import { join } from 'node:path'\nimport { createDuckDB } from '@duckdb/duckdb-wasm/blocking'"],
  ['engine/load/load.test.ts', "import { readFileSync } from 'node:fs'\nimport { openNodeDatabase } from '../host/node.ts'"],
  ['engine/load/cast.ts', "import { unzipSync } from 'fflate'\nimport { sql } from '../sql/tag.ts'"],
  ['engine/load/cast.ts', "// import { readFileSync } from 'node:fs'\nconst text = \"import 'react'\""],
  ['renderer/pages/home.tsx', "import { openEngine } from '../../engine/host/client.ts'\nimport { useState } from 'react'"],
  ['renderer/pages/home/list.tsx', "import { row } from './row.tsx'"],
  ['main/cli/run.ts', "import { run } from '../../engine/run.ts'\nimport { join } from 'node:path'"],
  ['sample-data/generate.ts', "import { builtinPack } from '../engine/packs/index.ts'"],
  ['sample-data/county.test.ts', "import { openBrowserEngine } from '../build/browser/hosts.ts'"],
  ['build/cli.ts', "import { sampleCommand } from '../sample-data/command.ts'"],
])('%s may: %s', (path, text) => {
  expect(messages(path, text)).toEqual([])
})
