import type { LinkPair, LinkVerdict, Reply } from '../../engine/contract.ts'
import { ask, markUnsaved } from '../store/engine.ts'
import { needShell } from '../store/shell.ts'
import { person, today } from './stamp.ts'

/** Records what was decided about a pair, or takes it back. It is written into the log first, without the reason; without that it is not kept. */
export const decideLink = async (pair: LinkPair, verdict: LinkVerdict | null, reason: string): Promise<Reply<LinkPair>> => {
  const subject = ['link', pair.person, verdict ?? 'undone'].join('.')
  const logged = await needShell().shell.auditAppend({ action: 'review', subject, reason: null, count: 1 })
  if (!logged.ok) return { ok: false, code: 'unreadable', message: logged.message }
  const decision = verdict === null ? null : { verdict, reason, by: person(), at: today() }
  const reply = await ask('decideLink', { id: pair.id, decision })
  if (reply.ok) markUnsaved()
  return reply
}

/** Puts back what was decided before, by whom and when it was. */
export const restoreLink = async (before: LinkPair): Promise<Reply<LinkPair>> => {
  if (before.decision === null) return decideLink(before, null, '')
  const reply = await ask('decideLink', { id: before.id, decision: before.decision })
  if (reply.ok) markUnsaved()
  return reply
}
