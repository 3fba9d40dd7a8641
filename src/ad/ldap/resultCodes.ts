/** LDAP result codes, and the explanation of the error codes in Active Directory's diagnostic texts. */

/** The codes of RFC 4511 §4.1.9 and additional ones that AD uses; the names are the RFC's. */
export const resultCodes = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  inappropriateMatching: 18,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  invalidAttributeSyntax: 21,
  noSuchObject: 32,
  aliasProblem: 33,
  invalidDNSyntax: 34,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  loopDetect: 54,
  namingViolation: 64,
  objectClassViolation: 65,
  notAllowedOnNonLeaf: 66,
  notAllowedOnRDN: 67,
  entryAlreadyExists: 68,
  objectClassModsProhibited: 69,
  affectsMultipleDSAs: 71,
  other: 80,
} as const

const names = new Map<number, string>(Object.entries(resultCodes).map(([name, code]) => [code, name]))

export const resultCodeName = (code: number): string => names.get(code) ?? 'unknown result'

/**
 * Windows error codes at the start of AD's diagnostic text, in hex: `00000524: UpdErr: DSID-…`. They explain a result
 * to people and distinguish two meanings of one result code. No decision depends on them alone, because Samba's
 * differ or are missing.
 */
const windowsErrors: Readonly<Record<number, string>> = {
  0x5: 'access is denied',
  0x524: 'an account of this name exists',
  0x526: 'a group of this name exists',
  0x528: 'already a member of the group',
  0x529: 'not a member of the group',
  0x561: 'not a member of the group',
  0x562: 'already a member of the group',
  0x563: 'a group of this name exists',
  0x56b: 'the member does not exist',
  0x56c: 'an object of this kind cannot be a member',
  0x200a: 'the attribute or value does not exist',
  0x200b: 'the value does not match the syntax of the attribute',
  0x200c: 'the attribute is not in the schema',
  0x200d: 'the attribute or value exists already',
  0x2014: 'the class of the object does not permit this',
  0x202f: 'the value violates a constraint of the attribute',
  0x2030: 'the object does not exist',
  0x2035: 'the server is unwilling to process the request',
  0x2071: 'an object of this name exists in the container',
  0x2082: 'the value is too long or too short',
  0x2083: 'the value exists already',
  0x208d: 'the object does not exist',
  0x2098: 'the account has insufficient rights',
  0x20b1: 'only the system can change this attribute',
  0x2141: 'this group type is not permitted here',
  0x2146: 'a universal group cannot have a domain-local member',
}

/** Parses the Windows error code at the start of a diagnostic text; returns undefined if there is none. */
export function windowsErrorCode(serverText: string): number | undefined {
  const hex = /^([\da-f]{8}):/i.exec(serverText)?.[1]
  return hex === undefined ? undefined : Number.parseInt(hex, 16)
}

export function windowsErrorText(serverText: string): string | undefined {
  const code = windowsErrorCode(serverText)
  return code === undefined ? undefined : windowsErrors[code]
}

/**
 * Reasons of a refused bind, by the hex code in AD's text: `80090308: LdapErr: DSID-…, AcceptSecurityContext error,
 * data 52e, v4563`.
 */
const bindReasons: Readonly<Record<string, string>> = {
  '525': 'the account does not exist',
  '52e': 'the name or the password is wrong',
  '530': 'the account is not permitted to sign in at this time',
  '531': 'the account is not permitted to sign in from this computer',
  '532': 'the password has expired',
  '533': 'the account is disabled',
  '534': 'the account is not permitted this type of sign-in',
  '701': 'the account has expired',
  '773': 'the password must be changed first',
  '775': 'the account is locked',
}

export function bindRefusalReason(serverText: string): string | undefined {
  const data = /\bdata ([\da-f]+)/i.exec(serverText)?.[1]
  return data === undefined ? undefined : bindReasons[data.toLowerCase()]
}
