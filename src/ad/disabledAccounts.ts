/** Reads which accounts are disabled. */
import { guidAndDn } from './entries.js'
import { allBits, and } from './ldap/filter.js'
import { findByGuid } from './searchEntries.js'
import type { Session } from './session.js'

/** ADS_UF_ACCOUNT_DISABLE (MS-ADTS 2.2.16). */
const accountDisabled = 2

/**
 * Returns the GUIDs of disabled accounts. An account with unreadable userAccountControl counts as enabled: it may
 * lose access.
 */
export async function readDisabledAccounts(
  session: Session,
  domain: string,
  guids: readonly string[],
): Promise<Set<string>> {
  const search = { base: domain, scope: 'sub', attributes: ['objectGUID'] } as const
  const isDisabled = allBits('userAccountControl', accountDisabled)
  const entries = await findByGuid(session, guids, search, (filter) => and(filter, isDisabled))
  return new Set(entries.map((entry) => guidAndDn(entry).guid))
}
