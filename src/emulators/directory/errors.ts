/**
 * Error responses with Active Directory's result codes and texts. A text starts with a Windows error code in
 * hex, which clients read. The DSID is a position in AD's source; it is undocumented, so the values here are
 * placeholders.
 */

/** Result codes of RFC 4511 §4.1.9. */
export const ldapCodes = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  invalidAttributeSyntax: 21,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  namingViolation: 64,
  objectClassViolation: 65,
  notAllowedOnNonLeaf: 66,
  notAllowedOnRdn: 67,
  entryAlreadyExists: 68,
  objectClassModsProhibited: 69,
  affectsMultipleDsas: 71,
  other: 80,
} as const

export interface RefusalDetails {
  matchedDn?: string
  referral?: string
}

export class LdapRefusal extends Error {
  readonly code: number
  readonly matchedDn: string
  readonly referral?: string

  constructor(code: number, text: string, { matchedDn = '', referral }: RefusalDetails = {}) {
    super(text)
    this.code = code
    this.matchedDn = matchedDn
    if (referral !== undefined) this.referral = referral
  }
}

const hex = (windowsError: number): string => windowsError.toString(16).toUpperCase().padStart(8, '0')

/** An error about the changed object (problems 6001 to 6006). */
export const updateError = (code: number, windowsError: number, problem: string): LdapRefusal =>
  new LdapRefusal(code, `${hex(windowsError)}: UpdErr: DSID-031A11E2, problem ${problem}, data 0`)

export const unwilling = (windowsError: number): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.unwillingToPerform,
    `${hex(windowsError)}: SvcErr: DSID-031A1021, problem 5003 (WILL_NOT_PERFORM), data 0`,
  )

/** The request exceeds an administrative limit. */
export const adminLimitExceeded = (): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.adminLimitExceeded,
    '00002024: SvcErr: DSID-02050BBD, problem 5008 (ADMIN_LIMIT_EXCEEDED), data -1026',
  )

const attributeProblems = {
  1001: ['NO_ATTRIBUTE_OR_VAL', ldapCodes.noSuchAttribute],
  1002: ['INVALID_ATT_SYNTAX', ldapCodes.invalidAttributeSyntax],
  1005: ['CONSTRAINT_ATT_TYPE', ldapCodes.constraintViolation],
  1006: ['ATT_OR_VALUE_EXISTS', ldapCodes.attributeOrValueExists],
} as const

/**
 * An error about one attribute. AD inserts its internal attribute number before the name; the number here
 * only has the same format.
 */
export function attributeError(
  problem: keyof typeof attributeProblems,
  windowsError: number,
  attribute: string,
): LdapRefusal {
  const [name, code] = attributeProblems[problem]
  const at = `DSID-03152804, problem ${problem} (${name}), data 0, Att 9${hex(attribute.length).slice(4)} (${attribute})`
  return new LdapRefusal(
    code,
    `${hex(windowsError)}: AtrErr: DSID-03152804, #1:\n\t0: ${hex(windowsError)}: ${at}\n`,
  )
}

/** An error found before the directory processes the request, such as a value that cannot be converted. */
export const ldapError = (code: number, windowsError: number, comment: string, data = '0'): LdapRefusal =>
  new LdapRefusal(
    code,
    `${hex(windowsError)}: LdapErr: DSID-0C090D8A, comment: ${comment}, data ${data}, v4563`,
  )

export const unknownAttribute = (): LdapRefusal =>
  ldapError(ldapCodes.noSuchAttribute, 0x57, 'Error in attribute conversion operation')

export const invalidValue = (): LdapRefusal =>
  ldapError(ldapCodes.invalidAttributeSyntax, 0x57, 'Error in attribute conversion operation')

/** An attribute without the value that it requires. */
export const missingValue = (): LdapRefusal =>
  ldapError(ldapCodes.constraintViolation, 0x57, 'Error in attribute conversion operation')

export const invalidControl = (): LdapRefusal =>
  ldapError(ldapCodes.unavailableCriticalExtension, 0x57, 'Error processing control')

export const noSuchObject = (matchedDn = '', windowsError = 0x208d): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.noSuchObject,
    `${hex(windowsError)}: NameErr: DSID-03100241, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'${matchedDn}'\n`,
    { matchedDn },
  )

export const invalidDn = (name: string): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.invalidDnSyntax,
    `0000208F: NameErr: DSID-03100225, problem 2006 (BAD_NAME), data 8350, best match of:\n\t'${name}'\n`,
  )

/** A referral for a name outside this server's naming contexts, to the domain that its DN suggests. */
export const domainReferral = (domain: string, url: string): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.referral,
    `0000202B: RefErr: DSID-0310084A, data 0, 1 access points\n\tref 1: '${domain}'\n`,
    {
      referral: url,
    },
  )

export const accessDenied = (): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.insufficientAccessRights,
    '00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0',
  )

export const namingViolation = (windowsError: number): LdapRefusal =>
  updateError(ldapCodes.namingViolation, windowsError, '6001 (NAMING_VIOLATION)')

export const objectClassViolation = (windowsError: number): LdapRefusal =>
  updateError(ldapCodes.objectClassViolation, windowsError, '6002 (OBJ_CLASS_VIOLATION)')

export const entryExists = (windowsError: number): LdapRefusal =>
  updateError(ldapCodes.entryAlreadyExists, windowsError, '6005 (ENTRY_EXISTS)')

/** A failed bind; `data` is the Windows error of the reason. */
export const bindError = (data: string): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.invalidCredentials,
    `80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data ${data}, v4563`,
  )

export const bindRequired = (): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.operationsError,
    '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4563',
  )

/** An account name that Windows does not allow. */
export const invalidAccountName = (): LdapRefusal =>
  new LdapRefusal(ldapCodes.other, '00000523: SysErr: DSID-031A1202, problem 22 (Invalid argument), data 0')
