import type { AuditLine, Reason, ShellReply } from '../../main/contract.ts'
import { needShell } from '../store/shell.ts'

/** Writes into the log that a household is looked at unmasked, and why; without that it stays masked. */
export const reveal = (household: string, reason: Reason): Promise<ShellReply<AuditLine>> =>
  needShell().shell.auditAppend({ action: 'reveal', subject: household, reason, count: 1 })
