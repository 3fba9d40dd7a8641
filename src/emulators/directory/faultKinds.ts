/**
 * Ready-made faults, as real domain controllers produce them, and predicates for the requests that they apply
 * to.
 */
import { ldapCodes, domainReferral } from './errors.js'
import type { FaultResponse } from './faults.js'
import type { Message } from './protocol/requests.js'

export const isBind = ({ operation: { type } }: Message): boolean => type === 'bind'
export const isSearch = ({ operation: { type } }: Message): boolean => type === 'search'

export const busy: FaultResponse = {
  code: ldapCodes.busy,
  text: '0000200E: SvcErr: DSID-031A1021, problem 5001 (BUSY), data 0',
}

export const unavailable: FaultResponse = {
  code: ldapCodes.unavailable,
  text: '0000200F: SvcErr: DSID-031A1021, problem 5002 (UNAVAILABLE), data 0',
}

/** The notice of disconnection of a controller that shuts down. */
export const goingDown: FaultResponse = {
  disconnect: {
    code: ldapCodes.unavailable,
    text: '00000000: LdapErr: DSID-0C060420, comment: Server is shutting down, data 0, v4563',
  },
}

/** The referral for a name of another domain. */
export function referralTo(domain: string, dn: string): FaultResponse {
  const { code, message, referral } = domainReferral(domain, `ldap://${domain}/${encodeURI(dn)}`)
  return { code, text: message, referral: referral === undefined ? [] : [referral] }
}
