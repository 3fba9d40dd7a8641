/** Faults of requests to a domain controller: columns of the matrix. */
import { ldapCodes } from '../../../src/emulators/directory/errors.js'
import { busy, goingDown, unavailable } from '../../../src/emulators/directory/faultKinds.js'
import { type FaultResponse } from '../../../src/emulators/directory/faults.js'
import { writes } from './kinds.js'

export interface LdapFault {
  respond: FaultResponse
  /** Kinds of requests; default: all. */
  at?: (kind: string) => boolean
  /** Well formed and incomplete. */
  isLie?: true
  /** No response, so the run uses a short time-out. */
  isSilent?: true
}

const result = (code: number): LdapFault => ({ respond: { code } })
const isRead = (kind: string): boolean => kind !== 'bind' && !writes.has(kind)

export const ldapFaults: Readonly<Record<string, LdapFault>> = {
  operationsError: result(ldapCodes.operationsError),
  protocolError: result(ldapCodes.protocolError),
  timeLimitExceeded: result(3),
  sizeLimitExceeded: { ...result(ldapCodes.sizeLimitExceeded), at: isRead },
  strongerAuthRequired: result(ldapCodes.strongerAuthRequired),
  referral: {
    respond: {
      code: ldapCodes.referral,
      text: "0000202B: RefErr: DSID-0310084A, data 0, 1 access points\n\tref 1: 'elsewhere.test'\n",
      referral: ['ldap://elsewhere.test/DC=elsewhere,DC=test'],
    },
  },
  adminLimitExceeded: result(ldapCodes.adminLimitExceeded),
  unavailableCriticalExtension: result(ldapCodes.unavailableCriticalExtension),
  noSuchAttribute: { ...result(ldapCodes.noSuchAttribute), at: (kind) => writes.has(kind) },
  constraintViolation: { ...result(ldapCodes.constraintViolation), at: (kind) => writes.has(kind) },
  attributeOrValueExists: { ...result(ldapCodes.attributeOrValueExists), at: (kind) => writes.has(kind) },
  noSuchObject: result(ldapCodes.noSuchObject),
  invalidCredentials: { ...result(ldapCodes.invalidCredentials), at: (kind) => kind === 'bind' },
  insufficientAccessRights: result(ldapCodes.insufficientAccessRights),
  busy: { respond: busy },
  unavailable: { respond: unavailable },
  unwillingToPerform: result(ldapCodes.unwillingToPerform),
  notAllowedOnNonLeaf: { ...result(ldapCodes.notAllowedOnNonLeaf), at: (kind) => kind === 'delete' },
  entryAlreadyExists: { ...result(ldapCodes.entryAlreadyExists), at: (kind) => writes.has(kind) },
  other: result(ldapCodes.other),
  nothingFound: { ...result(ldapCodes.success), at: isRead, isLie: true },
  goingDown: { respond: goingDown },
  cutBefore: { respond: { drop: 'before' } },
  cutAfter: { respond: { drop: 'after' } },
  silent: { respond: { silent: true }, isSilent: true },
  slow: { respond: { delay: 300 } },
}
