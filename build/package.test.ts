import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { build, Platform } from 'electron-builder'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from './launch.mjs'
import { stage } from './stage.mjs'

let home: string
let resources: string

/** Electron's program is not here; a folder of its shape stands in. */
const standIn = (folder: string): string => {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  writeFileSync(join(folder, 'electron'), '#!/bin/sh\n', { mode: 0o755 })
  writeFileSync(join(folder, 'locales/zh-CN.pak'), '')
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), '')
  return folder
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'jpf-package-'))
  await stage()
  await build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget('dir'),
    config: {
      extends: join(ROOT, 'electron-builder.yml'),
      directories: { app: 'build/out/stage', output: join(home, 'dist') },
      electronDist: standIn(join(home, 'electron')),
      // There is no program whose fuses could be blown.
      electronFuses: null,
    },
  })
  resources = join(home, 'dist/linux-unpacked/resources')
}, 300_000)

afterAll(() => rmSync(home, { recursive: true, force: true }))

test('the archive holds the program, its preload script and nothing else', () => {
  const files = listPackage(join(resources, 'app.asar'), { isPack: false }).map((name) => name.replaceAll('\\', '/'))
  expect(files.filter((name) => !/^\/part-[\w-]+\.mjs$/.test(name)).sort()).toEqual([
    '/main.mjs',
    '/package.json',
    '/preload.cjs',
  ])
})

test('beside it lie the built app and the sample county, whole, and nothing else', () => {
  expect(
    readdirSync(resources)
      .filter((name) => !name.startsWith('app.asar'))
      .sort(),
  ).toEqual(['app', 'county'])
  const app = readdirSync(join(resources, 'app'), { recursive: true }).map(String)
  expect(
    app
      .filter((name) => name.endsWith('.wasm'))
      .map((name) => name.replace(/-[\w-]{8}\.wasm$/, ''))
      .sort(),
  ).toEqual([join('assets', 'duckdb-eh'), join('assets', 'typst_ts_web_compiler_bg')])
  expect(app.filter((name) => /\.(ts|tsx|map)$/.test(name))).toEqual([])
  const count = (folder: string): number => readdirSync(folder, { recursive: true }).length
  expect(count(join(resources, 'county'))).toBe(count(join(ROOT, 'sample-data/county')))
})

test('the preload script imports nothing but Electron, and the program nothing but Electron and Node', () => {
  const staged = join(ROOT, 'build/out/stage')
  const imported = (name: string): string[] =>
    [...readFileSync(join(staged, name), 'utf8').matchAll(/^(?:import .* from |.*require\()["'`]([^"'`]+)["'`]/gm)].map(
      ([, from]) => from ?? '',
    )
  expect(new Set(imported('preload.cjs'))).toEqual(new Set(['electron']))
  for (const from of imported('main.mjs')) expect(from).toMatch(/^(electron|node:.*|\.\/part-.*)$/)
  expect(existsSync(join(staged, 'app/index.html'))).toBe(true)
})

test('the fuses are set as a private program needs them', () => {
  const text = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')
  for (const fuse of [
    'runAsNode: false',
    'enableNodeOptionsEnvironmentVariable: false',
    'enableNodeCliInspectArguments: false',
    'enableEmbeddedAsarIntegrityValidation: true',
    'onlyLoadAppFromAsar: true',
    'enableCookieEncryption: true',
    'grantFileProtocolExtraPrivileges: false',
  ])
    expect(text).toContain(fuse)
})
