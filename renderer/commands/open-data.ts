import type { Alarm, County, OfferedFile, Reply, Review } from '../../engine/contract.ts'
import { ask, type Batch, fail, openBatch, openCounty, useEngine, work } from '../store/engine.ts'
import { note } from '../store/shell.ts'
import { templateTexts } from '../store/templates.ts'
import { refine, START, show } from '../store/view.ts'
import { words } from '../words/zh-CN.ts'
import { further } from './offered.ts'

/** The county that comes with the program. */
export const SAMPLE = { pack: 'pinghu', asOf: '2025-05-18' } as const

/** When a person is asked before the new county takes the place of the old one. */
type Asking = 'never' | 'alarmed' | 'always'

interface Opened {
  county: County
  review: Review | null
}

/** What was last tried to be opened, whatever came of it. */
let tried: Omit<Batch, 'identity' | 'templates'> | null = null

export const lastTried = (): typeof tried => tried

/** Runs the files; the review holds the new county against the one that is open, or looks at it alone. */
const open = async (batch: Batch, asking: Asking, former: readonly Batch[]): Promise<Reply<Opened>> => {
  const { pack, files, asOf, identity: previous, templates } = batch
  const compared = asking !== 'never'
  let alarms: readonly Alarm[] = []
  const reply = await openCounty<Opened>({
    title: words.open.working,
    run: async (engine, options) => {
      const judged = previous === null ? null : await ask('adverseReviews', {})
      const reviews = judged?.ok ? judged.value : []
      const decided = previous === null ? null : await ask('linkDecisions', {})
      const links = decided?.ok ? decided.value : []
      const opened = await engine.call('open', { pack, asOf, previous, reviews, links, templates }, { ...options, files })
      if (!opened.ok) return opened
      const state = compared ? await ask('deliveryState', { files: opened.value.files }) : null
      if (state && !state.ok) return state
      const review = await engine.call('review', { former: state?.value ?? null })
      return review.ok ? { ok: true, value: { county: opened.value, review: review.value } } : review
    },
    review: async (_, { review }) => {
      alarms = review?.alarms ?? []
      return { ok: true, value: asking === 'always' || (asking === 'alarmed' && alarms.length > 0) ? review : null }
    },
    done: ({ county }) => ({ county, batch, unsaved: true, alarms, former }),
  })
  if (reply.ok) note('open', 'extracts', reply.value.county.households)
  return reply
}

/** Opens a delivery in place of whatever is open. */
export const openDelivery = async (files: readonly OfferedFile[], asOf: string, pack: string): Promise<void> => {
  tried = { pack, files, asOf }
  const reply = await open({ pack, files, asOf, identity: null, templates: await templateTexts() }, 'never', [])
  if (reply.ok) refine({ ...START, page: 'open' })
}

/** The offered files without those that were loaded before, byte for byte. */
const unknownOf = async (more: readonly OfferedFile[]): Promise<Reply<OfferedFile[]>> => {
  const digests = await work(words.delivery.comparing, (options) => ask('fileDigests', {}, { ...options, files: more }))
  if (!digests.ok) return digests
  const known = new Set(useEngine.getState().county?.files.map(({ sha256 }) => sha256))
  const again = new Set(
    digests.value.filter(({ sha256 }) => sha256.length > 0 && sha256.every((one) => known.has(one))).map(({ path }) => path),
  )
  return { ok: true, value: more.filter(({ path }) => !again.has(path)) }
}

/** The numbers of the county that is open, for the next one. */
const identityOf = async (): Promise<Uint8Array | null> => {
  const identity = await ask('identity', {})
  return identity.ok ? identity.value : null
}

/**
 * Opens a further delivery onto the one that is open; households keep their numbers, and a person confirms what would
 * change. Replies how many files were loaded before and so were left out.
 */
export const addDelivery = async (more: readonly OfferedFile[]): Promise<{ files: number; known: number } | null> => {
  const former = openBatch()
  if (former === null) return null
  const fresh = await unknownOf(more)
  if (!fresh.ok) {
    fail(fresh)
    return null
  }
  const told = { files: more.length, known: more.length - fresh.value.length }
  if (fresh.value.length > 0) {
    const identity = await identityOf()
    const files = further(former.files, fresh.value)
    const stack = [...useEngine.getState().former, { ...former, identity: former.identity ?? identity }]
    await open({ ...former, files, identity, templates: await templateTexts() }, 'always', stack)
  }
  return told
}

/** Opens the same files once more, now that other templates are kept. */
export const openAgain = async (): Promise<void> => {
  const former = openBatch()
  if (former === null) {
    if (tried) await openDelivery(tried.files, tried.asOf, tried.pack)
    return
  }
  const identity = await identityOf()
  const stack = [...useEngine.getState().former, { ...former, identity: former.identity ?? identity }]
  await open({ ...former, identity, templates: await templateTexts() }, 'alarmed', stack)
}

/**
 * Goes back to the county before the last delivery: the same files, numbers and templates, run again. The worker that had
 * it is gone, because two counties side by side would claim twice the memory, and memory once claimed never shrinks.
 */
export const undoDelivery = async (): Promise<void> => {
  const { former } = useEngine.getState()
  const last = former.at(-1)
  if (last) await open(last, 'never', former.slice(0, -1))
}

interface Listed {
  path: string
  size: number
}

const fetched = async ({ path }: Listed): Promise<OfferedFile> => {
  const answer = await fetch(`/sample/${path.split('/').map(encodeURIComponent).join('/')}`)
  return { path, file: new File([await answer.blob()], path.split('/').at(-1) ?? path) }
}

/** Opens the county that comes with the program, and goes to its overview. */
export const openSample = async (): Promise<void> => {
  const index = (await (await fetch('/sample/index.json')).json()) as Listed[]
  const files = await Promise.all(index.map(fetched))
  tried = { ...SAMPLE, files }
  const reply = await open({ ...SAMPLE, files, identity: null, templates: await templateTexts() }, 'never', [])
  if (reply.ok) show({ ...START, page: 'overview' })
}
