/** Rules for security principals beyond the schema (MS-SAMR 3.1.1.8). */
import { attributeError, invalidAccountName, entryExists, unwilling } from '../errors.js'
import { hasClass, type Entry } from '../store/entry.js'
import { findByValue, type Store } from '../store/store.js'
import type { Context } from './context.js'
import { draftText, type Draft } from './draft.js'

const userFlags = { disabled: 0x2, passwordNotRequired: 0x20, normal: 0x200, workstation: 0x1000 }

/** A new account is disabled and needs no password by default. */
const newAccountFlags = userFlags.disabled | userFlags.passwordNotRequired
export const newUserFlags = String(userFlags.normal | newAccountFlags)
export const newComputerFlags = String(userFlags.workstation | newAccountFlags)

/** Returns the flags with the account enabled or disabled. */
export const withEnabled = (flags: number, enabled: boolean): number =>
  enabled ? flags & ~userFlags.disabled : flags | userFlags.disabled

/** @throws LdapRefusal */
export function checkAccount({ store, access }: Context, draft: Draft): void {
  const { entry } = draft
  const changed = (name: string): string | undefined => {
    const attribute = store.schema.attribute(name)
    return attribute && draft.values.has(attribute) ? draftText(draft, attribute) : undefined
  }
  const account = changed('sAMAccountName')
  if (account !== undefined) checkAccountName(store, entry, account)
  const principal = changed('userPrincipalName')
  if (principal !== undefined && isTaken(store, entry, 'userPrincipalName', principal))
    throw attributeError(1005, 0x21c8, 'userPrincipalName')
  const flags = changed('userAccountControl')
  if (flags !== undefined) checkFlags(Number(flags), access.passwords.has(entry.guid))
  if (changed('lockoutTime') === '0') resetFailures(store, draft)
}

/** Characters that Windows reserves, and a full stop at the end. */
const reservedCharacters = /["/\\[\]:;|=,+*?<>\0-\x1f]|\.$/

export const isAccountName = (name: string, className: string): boolean =>
  !reservedCharacters.test(name) &&
  name.length <= (className === 'user' || className === 'inetOrgPerson' ? 20 : 256)

function checkAccountName(store: Store, entry: Entry, name: string): void {
  if (!isAccountName(name, entry.class.name)) throw invalidAccountName()
  if (isTaken(store, entry, 'sAMAccountName', name))
    throw entryExists(hasClass(entry, 'group') ? 0x526 : 0x524)
}

const isTaken = (store: Store, entry: Entry, attribute: string, value: string): boolean =>
  findByValue(store, attribute, value).some((other) => other !== entry)

/** An enabled account must have a password or the flag PASSWD_NOTREQD. */
function checkFlags(flags: number, hasPassword: boolean): void {
  const enabled = (flags & userFlags.disabled) === 0
  if (enabled && !hasPassword && (flags & userFlags.passwordNotRequired) === 0) throw unwilling(0x52d)
}

/** Unlocking an account resets its failed attempts. */
function resetFailures(store: Store, draft: Draft): void {
  const count = store.schema.attribute('badPwdCount')
  if (count) draft.values.set(count, ['0'])
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUV0123456789'

/** Generates a default account name of the form `$9J2000-F2RTQRTA7C5F`. */
export function generatedAccountName(guid: string): string {
  const bytes = Buffer.from(guid.replaceAll('-', '') + guid.slice(0, 4), 'hex')
  const text = [...bytes].map((byte) => letters[byte % letters.length]).join('')
  return `$${text.slice(0, 6)}-${text.slice(6, 18)}`
}

/** Returns sAMAccountType (MS-SAMR 2.2.1.9). */
export function accountTypeOf(entry: Entry, groupType: string | undefined): string {
  if (!hasClass(entry, 'group')) return hasClass(entry, 'computer') ? '805306369' : '805306368'
  const flags = Number(groupType)
  const base = (flags & 4) !== 0 ? 0x20000000 : 0x10000000
  return String(flags < 0 ? base : base + 1)
}
