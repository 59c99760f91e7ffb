import { fileDigests } from '../extract/open.ts'
import { breathe } from '../run.ts'
import { packState } from '../view/delivery-state.ts'
import { review } from '../view/review.ts'
import type { Jobs } from './protocol.ts'
import { needSession } from './session.ts'

/** Digests of the offered files, so that one that was loaded before is known again. */
export const fileDigestsJob: Jobs['fileDigests'] = async (_, host) => {
  const found = []
  for (const file of host.files) {
    found.push({ path: file.path, sha256: await fileDigests(file) })
    host.progress({ stage: 'extract', done: found.length, total: host.files.length, note: file.path })
    await breathe(host.signal)
  }
  return found
}

export const deliveryStateJob: Jobs['deliveryState'] = async ({ files }, host) => packState(needSession(host), files)

export const reviewJob: Jobs['review'] = async ({ former }, host) => review(needSession(host), former)
