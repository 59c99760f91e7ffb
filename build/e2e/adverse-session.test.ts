import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdverseFilter, KeptReview, Reply, SourceFile } from '../../engine/contract.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'
import { AS_OF, delivery, idOf, register } from './deliveries.ts'

const [ANN, BEN] = [idOf('19500101', 1), idOf('19500101', 2)]
const PLACE = '330482102220'

const deaths = (day: string): SourceFile =>
  delivery('P0205', '202505', [
    { id_no: ANN, name: '王小芳', death_date: day },
    { id_no: BEN, name: '李大明', death_date: '2025-02-02' },
  ])
const listed = [ANN, BEN].map((id, at) => ({
  assist_hh_no: `D${at}`,
  id_no: id,
  name: at === 0 ? '王小芳' : '李大明',
  assist_status: '1',
  start_date: '2020-01-01',
  region12: at === 0 ? PLACE : '330482001000',
}))
const paid = [ANN, BEN].map((id) => ({
  assist_hh_no: 'D',
  id_no: id,
  name: '甲',
  pay_month: '2025-04',
  pay_amount: 900,
  pay_status: '1',
}))
const files = (day = '2025-01-10'): SourceFile[] => [
  register({ 100: [ANN], 200: [BEN] }, { [ANN]: '王小芳', [BEN]: '李大明' }),
  delivery('C0101', '202505', listed),
  delivery('C0102', '202505', paid),
  deaths(day),
]

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}

const opened = async (day?: string, reviews: KeptReview[] = []): Promise<NodeHost> => {
  const engine = openNodeEngine()
  value((await engine.call('open', { pack: 'pinghu', asOf: AS_OF, previous: null, reviews }, { files: files(day) })).reply)
  return engine
}

describe('adverse facts of an open county', () => {
  let engine: NodeHost
  const rows = async (filter: AdverseFilter, from = 0, to = 100) =>
    value((await engine.call('adverseRows', { filter, from, to })).reply)
  const review = { verdict: 'false', reason: '本人健在', by: 'a@b', at: AS_OF } as const

  beforeAll(async () => {
    engine = await opened()
  }, 300_000)
  afterAll(() => engine.close())

  test('are counted by check and town, and paged', async () => {
    const summary = value((await engine.call('adverseSummary', {})).reply)
    expect(summary.facts).toEqual({ raised: 4, weak: 0, stale: 0, judged: 0 })
    expect(summary).toMatchObject({ persons: 2 })
    expect(summary.towns.reduce((sum, { raised }) => sum + raised, 0)).toBe(4)
    const check = (code: string) => summary.checks.find((one) => one.code === code)
    expect(check('X101')).toMatchObject({ state: 'partly', owners: 2, facts: { raised: 2 } })
    expect(check('X601')).toMatchObject({ state: 'not', reason: expect.stringContaining('P0104') })
    const whole = await rows({})
    expect(whole.total).toBe(4)
    const pages = [await rows({}, 0, 3), await rows({}, 3, 6)].flatMap((page) => page.rows)
    expect(pages).toEqual(whole.rows)
  })

  test('are narrowed by check, kind, state, place and what is searched for, and masked', async () => {
    const [one, ...others] = (await rows({ check: 'X101', search: '王小芳' })).rows
    expect(others).toEqual([])
    expect(one).toMatchObject({ state: 'raised', strength: 'strong', name: '王**', date: '2025-01-10', age: 0 })
    expect(one?.claim).toMatchObject({ category: 'C0101', row: 2 })
    expect(one?.fact).toMatchObject({ category: 'P0205', row: 2 })
    expect((await rows({ kind: 'dead' })).total).toBe(4)
    expect((await rows({ kind: 'away' })).total).toBe(0)
    expect((await rows({ state: 'weak' })).total).toBe(0)
    expect((await rows({ search: one?.person ?? '' })).rows.map(({ person }) => person)).toEqual([one?.person, one?.person])
    expect((await rows({ search: '没有这个人' })).total).toBe(0)
    expect((await engine.call('adverseRows', { filter: { check: 'X0' }, from: 0, to: 1 })).reply).toMatchObject({ code: 'usage' })
  })

  test('go out whole and masked, saying which part they are', async () => {
    const { reply, pieces } = await engine.call('exportAdverse', { filter: { region: '330482102000' }, format: 'csv' })
    const text = Buffer.concat(pieces).toString('utf8')
    const { total } = await rows({ region: '330482102000' })
    expect(value(reply)).toMatchObject({ facts: total })
    expect(value(reply).name).toContain('仅新埭镇')
    expect(text.trim().split('\n')).toHaveLength(total + 1)
    expect(text).not.toMatch(/王小芳|李大明|\d{15}/)
  })

  test('once judged are not new: in the session, in the next delivery that says the same, and not in one that says otherwise', async () => {
    const [one] = (await rows({ check: 'X101', search: '王小芳' })).rows
    expect((await engine.call('reviewAdverse', { id: 999, ...review })).reply).toMatchObject({ code: 'not_found' })
    expect((await engine.call('reviewAdverse', { id: one?.id ?? 0, ...review, reason: ' ' })).reply).toMatchObject({
      code: 'usage',
    })
    expect(value((await engine.call('reviewAdverse', { id: one?.id ?? 0, ...review })).reply)).toEqual(review)
    expect((await rows({ state: 'judged' })).rows).toMatchObject([{ id: one?.id, review }])
    expect((await rows({ state: 'raised' })).total).toBe(3)
    const kept = value((await engine.call('adverseReviews', {})).reply)
    expect(kept).toHaveLength(1)

    const changed = { ...review, verdict: 'true', reason: '确已去世' } as const
    await engine.call('reviewAdverse', { id: one?.id ?? 0, ...changed })
    expect(value((await engine.call('adverseReviews', {})).reply)).toMatchObject([changed])

    for (const [day, judged] of [
      ['2025-01-10', 1],
      ['2025-01-11', 0],
    ] as const) {
      const next = await opened(day, kept)
      const reply = (await next.call('adverseRows', { filter: { state: 'judged' }, from: 0, to: 9 })).reply
      expect(value(reply).total, day).toBe(judged)
      await next.close()
    }
  }, 300_000)

  test('and what was judged stay in a workspace', async () => {
    const { pieces } = await engine.call('save', { passphrase: 'correct horse', place: '' })
    const bytes = Buffer.concat(pieces)
    const file: SourceFile = {
      path: 'x.jpf',
      size: bytes.byteLength,
      bytes: async () => new Uint8Array(bytes),
      stream: async function* () {
        yield new Uint8Array(bytes)
      },
    }
    const other = openNodeEngine()
    value((await other.call('restore', { passphrase: 'correct horse' }, { files: [file] })).reply)
    const all = { filter: {}, from: 0, to: 100 }
    expect(value((await other.call('adverseRows', all)).reply)).toEqual(value((await engine.call('adverseRows', all)).reply))
    expect(value((await other.call('adverseSummary', {})).reply)).toEqual(value((await engine.call('adverseSummary', {})).reply))
    await other.close()
  }, 120_000)
})
