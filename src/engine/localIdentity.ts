/** Names the machine and the account that run this program: recorded in the journal, the lease and approvals. */
import { hostname, userInfo } from 'node:os'

export const machineName = (): string => hostname()

/** The account on this machine; its numeric id where the account has no name, as in some containers. */
export function localAccountName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}
