import type { AdverseFact, AdverseReview, Reply, Verdict } from '../../engine/contract.ts'
import { ask, markUnsaved } from '../store/engine.ts'
import { needShell } from '../store/shell.ts'
import { person, today } from './stamp.ts'

/** Records what was found about an adverse fact. It is written into the log first, without the reason; without that it is not kept. */
export const judge = async (fact: AdverseFact, verdict: Verdict, reason: string): Promise<Reply<AdverseReview>> => {
  const subject = [fact.check, fact.household || fact.person, verdict].join('.')
  const logged = await needShell().shell.auditAppend({ action: 'review', subject, reason: null, count: 1 })
  if (!logged.ok) return { ok: false, code: 'unreadable', message: logged.message }
  const reply = await ask('reviewAdverse', { id: fact.id, verdict, reason, by: person(), at: today() })
  if (reply.ok) markUnsaved()
  return reply
}
