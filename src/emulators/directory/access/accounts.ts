/** Verifies the name and password of a simple bind (MS-ADTS 5.1.1.1.1) and counts failed attempts. */
import { bindError } from '../errors.js'
import { parseSid } from '../names/identifiers.js'
import { hasClass, textOf, type Entry } from '../store/entry.js'
import { resolveEntry } from '../store/resolve.js'
import { findBySid, findByValue, setValues, type Store } from '../store/store.js'
import type { Access, Subject } from './rights.js'
import { isAdministrator } from './token.js'

export interface DomainNames {
  /** `corp.contoso.test` */
  dns: string
  /** `CORP` */
  netbios: string
}

const disabledFlag = 2
const neverExpires = new Set(['0', '9223372036854775807'])

/** @throws LdapRefusal 49 (invalidCredentials) with the Windows error of the reason as its data */
export function signIn(
  store: Store,
  access: Access,
  domain: DomainNames,
  name: string,
  password: string,
): Subject {
  const account = findAccount(store, domain, name)
  if (!account) throw bindError('525')
  if (isLocked(account)) throw bindError('775')
  if (access.passwords.get(account.guid) !== password) {
    countFailure(store, access, account)
    throw bindError('52e')
  }
  if ((Number(textOf(account, 'useraccountcontrol')) & disabledFlag) !== 0) throw bindError('533')
  if (hasExpired(store, account)) throw bindError('701')
  if ((textOf(account, 'badpwdcount') ?? '0') !== '0') setUnreplicated(store, account, { badPwdCount: '0' })
  return { account, administrator: isAdministrator(store, account) }
}

/**
 * Finds an account by DN, `<GUID=…>`, `<SID=…>`, user principal name, `DOMAIN\name` or SID, but not by its
 * bare account name.
 */
function findAccount(store: Store, domain: DomainNames, name: string): Entry | undefined {
  const found = name.includes('=') ? accountByName(store, name) : accountByLogonName(store, domain, name)
  return found && hasClass(found, 'user') && !found.deletion ? found : undefined
}

function accountByName(store: Store, name: string): Entry | undefined {
  try {
    return resolveEntry(store, name)
  } catch {
    return undefined
  }
}

function accountByLogonName(store: Store, { dns, netbios }: DomainNames, name: string): Entry | undefined {
  const sid = /^S-1-/i.test(name) ? parseSid(name) : undefined
  if (sid !== undefined) return findBySid(store, sid)
  const isThisDomain = (domain: string) =>
    [dns, netbios].some((one) => one.toLowerCase() === domain.toLowerCase())
  const [, before = '', separator, after = ''] = /^([^\\@]*)([\\@])(.*)$/s.exec(name) ?? []
  if (separator === '@') {
    const [byUpn] = findByValue(store, 'userPrincipalName', name)
    return byUpn ?? (isThisDomain(after) ? findByValue(store, 'sAMAccountName', before)[0] : undefined)
  }
  return separator && isThisDomain(before) ? findByValue(store, 'sAMAccountName', after)[0] : undefined
}

const isLocked = (account: Entry): boolean => (textOf(account, 'lockouttime') ?? '0') !== '0'

function countFailure(store: Store, { lockoutThreshold }: Access, account: Entry): void {
  const count = Number(textOf(account, 'badpwdcount') ?? 0) + 1
  const locks = lockoutThreshold > 0 && count >= lockoutThreshold
  setUnreplicated(store, account, {
    badPwdCount: String(count),
    ...(locks && { lockoutTime: fileTime(store.now()) }),
  })
}

function hasExpired(store: Store, account: Entry): boolean {
  const expires = textOf(account, 'accountexpires') ?? '0'
  return !neverExpires.has(expires) && BigInt(expires) < BigInt(fileTime(store.now()))
}

/**
 * Sets values that are not replicated and therefore do not count as a change of the object (badPwdCount,
 * badPasswordTime).
 */
function setUnreplicated(store: Store, account: Entry, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const attribute = store.schema.attribute(name)
    if (attribute) setValues(store, account, attribute, [value])
  }
}

/** Converts milliseconds since 1970 to a FILETIME: units of 100 ns since 1601. */
const fileTime = (time: number): string => String((BigInt(Math.floor(time)) + 11_644_473_600_000n) * 10_000n)
