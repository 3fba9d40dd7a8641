/**
 * Adds and removes members, many values in one request. A modify is atomic, so one value that the directory refuses
 * prevents the others from being written. Then the current members are read, values that need no change are left out,
 * and the rest is divided in halves until the refused values are alone.
 *
 * AD's permissive modify would ignore values that exist already, or are missing already; but it does not report which
 * ones were written, and an undo of the change would undo the work of others.
 */
import type { ApplyResult } from '../engine/ports.js'
import type { MemberReference } from '../model/member.js'
import { splitIntoChunks } from '../util/splitIntoChunks.js'
import { guidDn } from './identifiers.js'
import { hasResultCode, ldapFailure } from './ldap/errors.js'
import { readCurrentMembership, type MemberChange, type CurrentMembership } from './currentMembers.js'
import { resultCodes } from './ldap/resultCodes.js'
import { retryWrite } from './retryWrite.js'

/** Far below AD's limits for one transaction; larger requests are hardly faster. */
const valuesPerRequest = 1000

/** Results that concern a single value, so that the other values can still be written. */
const valueResults: ReadonlySet<number> = new Set([
  resultCodes.noSuchAttribute,
  resultCodes.constraintViolation,
  resultCodes.attributeOrValueExists,
  resultCodes.invalidAttributeSyntax,
  resultCodes.noSuchObject,
  resultCodes.invalidDNSyntax,
  resultCodes.unwillingToPerform,
  resultCodes.objectClassViolation,
  resultCodes.entryAlreadyExists,
])

/** @throws WritebackError if the directory refused the request itself */
export async function writeMembers(
  change: MemberChange,
  members: readonly MemberReference[],
): Promise<ApplyResult> {
  const written: ApplyResult[] = []
  for (const some of splitIntoChunks(members, valuesPerRequest)) written.push(await writeSome(change, some))
  return combineResults(...written)
}

/** `isRead`: the current members were read, and all of these values need a change. */
async function writeSome(
  change: MemberChange,
  members: readonly MemberReference[],
  isRead = false,
): Promise<ApplyResult> {
  if (members.length === 0) return combineResults()
  let mayBeDone = false
  try {
    await retryWrite(change.session, async (connection, isRepeated) => {
      mayBeDone = isRepeated
      const { operation, group } = change
      await connection.modify(group, [{ operation, attribute: 'member', values: members.map(valueOf) }])
    })
    return combineResults()
  } catch (error) {
    if (hasResultCode(error, resultCodes.adminLimitExceeded) && members.length > 1) {
      return writeHalves(change, members, isRead)
    }
    if (!valueResults.has(ldapFailure(error)?.resultCode ?? -1)) throw error
    if (!isRead || mayBeDone) return writeRest(change, members, mayBeDone)
    const [member, ...others] = members
    if (!member || others.length > 0) return writeHalves(change, members, isRead)
    return { refused: [{ member, message: (error as Error).message }], unchanged: [] }
  }
}

async function writeHalves(change: MemberChange, members: readonly MemberReference[], isRead: boolean) {
  const middle = Math.ceil(members.length / 2)
  const first = await writeSome(change, members.slice(0, middle), isRead)
  return combineResults(first, await writeSome(change, members.slice(middle), isRead))
}

/**
 * Values that need no change are reported as unchanged, unless an attempt without a response may have written them.
 */
async function writeRest(
  change: MemberChange,
  members: readonly MemberReference[],
  mayBeDone: boolean,
): Promise<ApplyResult> {
  const standing = await readCurrentMembership(change, members)
  const { asWanted, refused, rest } = divideMembers(change.operation, members, standing)
  return combineResults(
    { refused, unchanged: mayBeDone ? [] : asWanted },
    await writeSome(change, rest, true),
  )
}

/**
 * | current membership     | add       | remove                       |
 * |------------------------|-----------|------------------------------|
 * | listed in `member`     | unchanged | written                      |
 * | through primaryGroupID | unchanged | refused, as AD refuses it    |
 * | none                   | written   | unchanged                    |
 */
function divideMembers(
  operation: MemberChange['operation'],
  members: readonly MemberReference[],
  { isListed, isPrimary }: CurrentMembership,
) {
  const listed = members.filter(isListed)
  const primary = members.filter((member) => !isListed(member) && isPrimary(member))
  const neither = members.filter((member) => !isListed(member) && !isPrimary(member))
  if (operation === 'add') return { asWanted: [...listed, ...primary], refused: [], rest: neither }
  const message =
    'The group is the primary group of this member: set another primary group (primaryGroupID) in AD first.'
  return { asWanted: neither, refused: primary.map((member) => ({ member, message })), rest: listed }
}

function combineResults(...parts: readonly ApplyResult[]): ApplyResult {
  return {
    refused: parts.flatMap(({ refused }) => refused),
    unchanged: parts.flatMap(({ unchanged }) => unchanged),
  }
}

/**
 * The GUID form, which stays valid if the member was renamed or moved since it was read. Never the SID form: for an
 * unknown SID AD creates a foreign security principal.
 */
const valueOf = ({ guid, dn = '' }: MemberReference): string => (guid === undefined ? dn : guidDn(guid))
