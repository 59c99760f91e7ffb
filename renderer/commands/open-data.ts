import type { County, KeptReview, OfferedFile, Reply } from '../../engine/contract.ts'
import { ask, openCounty, openFiles } from '../store/engine.ts'
import { note } from '../store/shell.ts'
import { refine, START, show } from '../store/view.ts'
import { words } from '../words/zh-CN.ts'
import { further } from './offered.ts'

const PACK = 'pinghu'
const SAMPLE_AS_OF = '2025-05-18'

const open = async (
  files: readonly OfferedFile[],
  asOf: string,
  previous: Uint8Array | null,
  reviews: KeptReview[] = [],
): Promise<Reply<County>> => {
  const reply = await openCounty<County>({
    title: words.open.working,
    run: (engine, options) => engine.call('open', { pack: PACK, asOf, previous, reviews }, { ...options, files }),
    done: (county) => ({ county, files, unsaved: true }),
  })
  if (reply.ok) note('open', 'extracts', reply.value.households)
  return reply
}

/** Opens a delivery in place of whatever is open. */
export const openDelivery = async (files: readonly OfferedFile[], asOf: string): Promise<void> => {
  const reply = await open(files, asOf, null)
  if (reply.ok) refine({ ...START, page: 'open' })
}

/** Opens a further delivery onto the one that is open; households keep their numbers, facts their reviews. */
export const addDelivery = async (more: readonly OfferedFile[], asOf: string): Promise<void> => {
  const identity = await ask('identity', {})
  const reviews = await ask('adverseReviews', {})
  await open(further(openFiles(), more), asOf, identity.ok ? identity.value : null, reviews.ok ? reviews.value : [])
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
  const reply = await open(await Promise.all(index.map(fetched)), SAMPLE_AS_OF, null)
  if (reply.ok) show({ ...START, page: 'overview' })
}
