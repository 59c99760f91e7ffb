import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BrowserHost, openBrowserEngine, openNodeEngine } from '../browser/hosts.ts'
import { jpf } from './command-line.ts'
import { csvRows } from './extract-reader.ts'

const COUNTY = join(import.meta.dirname, '../../sample-data/county')
const AS_OF = '2025-05-18'
/** Ten categories of every kind that the second host also does without. */
const TAKEN_AWAY = ['P0101', 'P0102', 'P0208', 'P0403', 'P1101', 'P1203', 'P1301', 'C0101', 'C0117', 'C2601']

/** A written table as records. */
const rowsOf = async (path: string): Promise<Record<string, string>[]> => {
  const [names = [], ...rows] = [...csvRows((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')).values()]
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index] ?? '', cell])))
}

describe('the sample county', () => {
  let folder: string
  let browser: BrowserHost

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jpf-'))
    browser = await openBrowserEngine()
  }, 600_000)

  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true })
  })

  test('gives the same bytes on Node and in Chromium', async () => {
    const request = { pack: 'pinghu', asOf: AS_OF, outputs: true, evidenceOf: [0, 1, 2], without: TAKEN_AWAY }
    const [node, chromium] = [
      await openNodeEngine().call('run', request, { folder: COUNTY }),
      await browser.call('run', request, { folder: COUNTY }),
    ]
    const files = (reply: typeof node.reply) => (reply.ok ? reply.value.files : reply)
    expect(Object.keys(files(node.reply)).length).toBeGreaterThan(10)
    expect(files(chromium.reply)).toEqual(files(node.reply))
    expect(browser.outside).toEqual([])
    expect(browser.complaints).toEqual([])
  }, 600_000)

  test('gives the same bytes twice by command line, and the planted families as planted', async () => {
    const outputs = ['first', 'second'].map((name) => join(folder, name))
    for (const out of outputs) {
      const { code, stderr } = await jpf(['run', COUNTY, '--as-of', AS_OF, '--out', out])
      expect({ code, lastLine: stderr.trim().split('\n').at(-1)?.includes('错误') ?? false }).toEqual({
        code: 0,
        lastLine: false,
      })
    }
    const [first = '', second = ''] = outputs
    const names = (await readdir(first)).filter((name) => name !== 'timings.json').sort()
    expect((await readdir(second)).filter((name) => name !== 'timings.json').sort()).toEqual(names)
    for (const name of names)
      expect((await readFile(join(first, name))).equals(await readFile(join(second, name))), name).toBe(true)

    const households = await rowsOf(join(first, 'households.csv'))
    const features = new Map((await rowsOf(join(first, 'features.csv'))).map((row) => [row.household_id, row]))
    const indicators = new Map((await rowsOf(join(first, 'indicators.csv'))).map((row) => [row.household_id, row]))
    const family = (village: string, registered: string, size: string) =>
      households.filter((row) => row.region_name?.endsWith(village) && row.registered === registered && row.size === size)

    const graduate = family('鱼圻塘村', 'dibao', '3').filter(
      (row) => features.get(row.household_id ?? '')?.['h.elder_cnt'] === '2',
    )
    expect(graduate).toHaveLength(1)
    expect(graduate[0]).toMatchObject({ member_GA: 'true', member_FZ: 'true', member_DD: 'true' })
    expect(graduate[0]?.colour).toMatch(/^[RY]$/)
    expect(indicators.get(graduate[0]?.household_id ?? '')).toMatchObject({ p_FZ04: '12', v_FZ01: '1' })

    const granddaughter = family('周家圩村', 'dibao', '3')
    expect(granddaughter).toHaveLength(1)
    expect(granddaughter[0]).toMatchObject({ member_DD: 'true', member_GA: 'true' })
    expect(granddaughter[0]?.colour).not.toBe('U')
    expect(Number(indicators.get(granddaughter[0]?.household_id ?? '')?.p_ZC08)).toBeGreaterThan(0)

    const left = family('黄家浜村', 'none', '3').filter(
      (row) => features.get(row.household_id ?? '')?.['h.income_ratio'] === '1.3',
    )
    expect(left).toHaveLength(1)
    expect(left[0]).toMatchObject({ member_DD: 'false' })
    expect(features.get(left[0]?.household_id ?? '')).toMatchObject({
      'h.asset_ok_marginal': 'true',
      'h.is_dibao': 'false',
      'h.exit_24m': 'true',
    })

    const unknown = households.filter((row) => row.colour === 'U').length / households.length
    expect(unknown).toBeLessThan(0.2)
  }, 600_000)
})
