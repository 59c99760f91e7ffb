import { assert, asyncProperty, constantFrom, option, record } from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { County, Filter, ListRow, Profile, Reply, SourceFile } from '../../engine/contract.ts'
import { bookletData } from '../../engine/report/booklet.ts'
import { sql } from '../../engine/sql/tag.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'

const AS_OF = '2025-05-18'
const COUNTY = `${import.meta.dirname}/../../sample-data/county`
const PASSPHRASE = 'correct horse'

let engine: NodeHost
let county: County
let family: string

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}
const ask = async <T>(outcome: Promise<{ reply: Reply<T> }>): Promise<T> => value((await outcome).reply)
const overview = (filter: Filter) => ask(engine.call('overview', { filter }))
const rows = async (
  filter: Filter,
  columns: string[],
  sort = [{ column: 'household_id', descending: false }],
): Promise<ListRow[]> => {
  const { handle, households } = await ask(engine.call('list', { filter, sort }))
  const all: ListRow[] = []
  for (let from = 0; from < households; from += 500)
    all.push(...(await ask(engine.call('listRows', { handle, from, to: from + 500, columns }))))
  return all
}

beforeAll(async () => {
  engine = openNodeEngine()
  county = await ask(engine.call('open', { pack: 'pinghu', asOf: AS_OF, previous: null }, { folder: COUNTY }))
  const found = await rows({ search: '鱼圻塘村', registered: 'dibao' }, ['size'])
  family = found.find(({ size }) => size === '3')?.household_id ?? ''
}, 300_000)

const filters = record(
  {
    region: constantFrom('330482001000', '330482102000', '330482102220', '330482000000?'),
    type: constantFrom('DD', 'ZC', 'FZ'),
    colour: constantFrom('R', 'Y', 'U', 'G'),
    registered: constantFrom('dibao', 'none'),
    poor: constantFrom(true, false),
    score: constantFrom({ from: 20, to: 100 }, { from: 0, to: 10 }),
  },
  { requiredKeys: [] },
)

describe('overview and list', () => {
  test('regions add up to the total, whatever the filter, and the list has as many', async () => {
    await assert(
      asyncProperty(filters, option(constantFrom('l', '新埭', '0011')), async (parts, search) => {
        const filter = (search === null ? parts : { ...parts, search }) as Filter
        const { total, regions } = await overview(filter)
        for (const key of ['households', 'persons'] as const)
          expect(regions.reduce((sum, region) => sum + region[key], 0)).toBe(total[key])
        for (const colour of ['R', 'Y', 'U', 'G'] as const)
          expect(regions.reduce((sum, region) => sum + region.colours[colour], 0)).toBe(total.colours[colour])
        const { households, persons } = await ask(engine.call('list', { filter, sort: [] }))
        expect({ households, persons }).toEqual({ households: total.households, persons: total.persons })
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  test('the whole county is what the run counted, and M0 is that of its table', async () => {
    const { total, path } = await overview({})
    expect({ households: total.households, persons: total.persons }).toEqual({
      households: county.households,
      persons: county.persons,
    })
    expect(path.map(({ code }) => code)).toEqual([county.region.code])
    const text = Buffer.concat((await engine.call('exportTable', { file: 'poverty.csv' })).pieces).toString('utf8')
    const [names = '', ...lines] = text
      .replace(/^\uFEFF/, '')
      .trim()
      .split('\n')
    const at = names.split(',').indexOf('M0')
    const whole = lines.find((line) => line.startsWith('county,330482000000'))?.split(',')[at]
    expect(total.m0).toBeCloseTo(Number(whole), 12)
  })

  test('sorting is that of a slow sort, unknown last, and equal ones by token', async () => {
    const sorted = await rows(
      {},
      ['score_FZ', 'size'],
      [
        { column: 'score_FZ', descending: true },
        { column: 'size', descending: false },
      ],
    )
    const slow = [...sorted].sort(
      (a, b) =>
        Number(b.score_FZ) - Number(a.score_FZ) ||
        Number(a.size) - Number(b.size) ||
        ((a.household_id ?? '') < (b.household_id ?? '') ? -1 : 1),
    )
    expect(sorted.map(({ household_id }) => household_id)).toEqual(slow.map(({ household_id }) => household_id))
  })

  test('a family is found by everything it may be looked for by', async () => {
    const own = await ask(engine.call('profile', { household: family, plain: true }))
    const [head] = own.members
    const texts = [
      family,
      own.code,
      own.code.toLowerCase(),
      head?.token,
      head?.name,
      head?.number.slice(-4),
      'lag',
      own.address,
      '鱼圻塘 lag',
      head?.name.slice(1),
    ]
    for (const text of texts) {
      expect(text).toBeTruthy()
      const found = await rows({ search: String(text) }, [])
      expect(
        found.map(({ household_id }) => household_id),
        text,
      ).toContain(family)
    }
    expect(await rows({ search: 'nobodyiscalledthis' }, [])).toEqual([])
  })

  test('a household has its neighbours in the list made last, and none where it is not in it', async () => {
    const [green] = await rows({ colour: 'G' }, [])
    const red = (await rows({ colour: 'R' }, [], [{ column: 'score_ZC', descending: true }])).map((row) => row.household_id ?? '')
    const beside = (household: string) => ask(engine.call('neighbours', { household }))
    const all = await Promise.all(red.map(beside))
    expect(all).toEqual(
      red.map((_, index) => ({
        position: index + 1,
        households: red.length,
        before: red[index - 1] ?? null,
        after: red[index + 1] ?? null,
      })),
    )
    expect(await beside(green?.household_id ?? '')).toBeNull()
  })

  test('what is not there is refused in words', async () => {
    const wrong = [{ type: 'XX' }, { registered: 'x' }, { indicator: { code: 'XX01', level: 1 } }]
    for (const filter of wrong)
      expect((await engine.call('overview', { filter })).reply).toMatchObject({ ok: false, code: 'usage' })
    expect((await engine.call('profile', { household: 'H9999999', plain: false })).reply).toMatchObject({
      ok: false,
      code: 'not_found',
    })
    expect((await engine.call('listRows', { handle: -1, from: 0, to: 1, columns: [] })).reply).toMatchObject({
      ok: false,
      code: 'not_found',
    })
  })
})

describe('the profile of the family', () => {
  let own: Profile
  beforeAll(async () => {
    own = await ask(engine.call('profile', { household: family, plain: false }))
  })

  test('says why it is of the types of care and of development', () => {
    const [care, development] = ['GA', 'FZ'].map((type) => own.types.find(({ code }) => code === type))
    expect([care?.member, development?.member]).toEqual([true, true])
    const fired = (type: typeof care) =>
      [...(type?.memberTriggers ?? []), ...(type?.redTriggers ?? [])]
        .filter(({ state }) => state === 'fired')
        .map(({ reading }) => reading)
        .join()
    expect(fired(care)).toContain('老年人数')
    expect(fired(development)).toContain('离校未就业')
  })

  test('leads from every figure to rows of files that exist', () => {
    const indexes = new Set(own.evidence.map(({ index }) => index))
    expect(indexes.size).toBe(own.evidence.length)
    const paths = new Set(county.files.map(({ path }) => path))
    const all = own.evidence.flatMap((group) => group.rows)
    expect(all.length).toBeGreaterThan(20)
    for (const { file, row, cells } of all) {
      expect(paths.has(file)).toBe(true)
      expect(row).toBeGreaterThan(0)
      expect(cells.some(({ text }) => text !== null && text !== '')).toBe(true)
    }
    const known = new Set(own.features.map(({ code }) => code))
    for (const { features } of [...own.features, ...own.types.flatMap((type) => type.indicators)])
      for (const code of features) expect(known.has(code), code).toBe(true)
  })

  test('adds up: points of its indicators are its scores', () => {
    for (const type of own.types) {
      expect(type.indicators.reduce((sum, { points }) => sum + (points ?? 0), 0)).toBe(type.score)
      expect(type.indicators.reduce((sum, { points, max }) => sum + (points ?? max), 0)).toBe(type.scoreMax)
    }
  })

  test('shows no name and no number whole, unless it is asked plainly', async () => {
    const plain = await ask(engine.call('profile', { household: family, plain: true }))
    const names = plain.members.map(({ name }) => name)
    const text = JSON.stringify(own)
    expect(text).not.toMatch(/\d{15}/)
    for (const name of names) expect(text).not.toContain(name)
    expect(JSON.stringify(plain)).toContain(names[0])
    const meta = { printedAt: AS_OF, printedBy: 'x', purpose: '', asOf: AS_OF, pack: '', mark: null, colours: [] }
    expect(bookletData(own, meta).replace(/"cells":"[01]+"/, '')).not.toMatch(/\d{15}/)
  })
})

describe('exports and papers', () => {
  test('what is scoped to a town holds nothing else and nothing less', async () => {
    const filter: Filter = { region: '330482102000' }
    const { total } = await overview(filter)
    const { reply, pieces } = await engine.call('exportList', { filter, sort: [], columns: ['region_name'], format: 'csv' })
    const lines = Buffer.concat(pieces).toString('utf8').trim().split('\n').slice(1)
    expect(value(reply).name).toContain('仅新埭镇')
    expect(lines.length).toBe(total.households)
    expect(lines.every((line) => line.split(',')[1]?.startsWith('新埭镇'))).toBe(true)
  })

  test('a roster names its scope, its count and no other village', async () => {
    const roster = await ask(engine.call('roster', { region: '330482102220', filter: {}, printedAt: AS_OF, printedBy: 'x' }))
    const data = JSON.parse(roster.data) as { total: number; scope: string; groups: { name: string; rows: unknown[] }[] }
    expect(data.scope).toBe('仅含鱼圻塘村')
    expect(data.groups.map(({ name, rows: own }) => [name, own.length])).toEqual([['新埭镇/鱼圻塘村', data.total]])
    expect((await overview({ region: '330482102220' })).total.households).toBe(data.total)
  })
})

test('a workspace keeps every table and answers as before, without a name or a number to be read in it', async () => {
  const { pieces, reply } = await engine.call('save', { passphrase: PASSPHRASE, place: '{"page":"list"}' })
  const bytes = Buffer.concat(pieces)
  expect(value(reply).bytes).toBe(bytes.byteLength)
  const people =
    engine.desk.session?.db.rows<{ name: string }>(sql`SELECT name FROM person WHERE length(name) > 2 LIMIT 20`) ?? []
  for (const { name } of people) expect(bytes.includes(Buffer.from(name, 'utf8')), name).toBe(false)

  const file: SourceFile = {
    path: 'x.jpf',
    size: bytes.byteLength,
    bytes: async () => new Uint8Array(bytes),
    stream: async function* () {
      yield new Uint8Array(bytes)
    },
  }
  const other = openNodeEngine()
  const restored = value((await other.call('restore', { passphrase: PASSPHRASE }, { files: [file] })).reply)
  expect(restored.place).toBe('{"page":"list"}')
  const { originals: _a, memory: _b, ...before } = county
  const { originals, memory: _c, ...after } = restored.county
  expect(after).toEqual(before)
  expect(originals).toBe(false)
  for (const table of ['households.csv', 'features.csv', 'triggers.csv', 'findings.csv', 'identity.csv']) {
    const [first, second] = [await engine.call('exportTable', { file: table }), await other.call('exportTable', { file: table })]
    expect(Buffer.concat(second.pieces).equals(Buffer.concat(first.pieces)), table).toBe(true)
  }
  const [ours, theirs] = await Promise.all(
    [engine, other].map((one) => ask(one.call('profile', { household: family, plain: false }))),
  )
  const withoutText = (profile: Profile | undefined) =>
    profile?.evidence.map(({ rows: found, ...group }) => ({
      ...group,
      rows: found.map(({ cells, ...row }) => ({ ...row, cells: cells.map(({ column, value: typed }) => ({ column, typed })) })),
    }))
  expect(withoutText(theirs)).toEqual(withoutText(ours))
  expect({ ...theirs, evidence: [], milliseconds: 0 }).toEqual({ ...ours, evidence: [], milliseconds: 0 })
  await other.close()
}, 120_000)
