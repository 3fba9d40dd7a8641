/** Who runs this program, and where: for the journal, the lease and approvals. */
import { hostname, userInfo } from 'node:os'

export const machineName = (): string => hostname()

/** The account on this machine; a container may know only its number. */
export function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}
