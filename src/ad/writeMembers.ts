/**
 * Adds and removes members, many values in one request. A modify is all or nothing, so one value that the directory
 * refuses keeps the others from being written: those that are as they should be already are read and left out, and the
 * rest is halved until the values that are refused stand alone.
 *
 * AD's permissive modify would pass over values that are there already, or gone; but then nobody could tell them from
 * those that were written, and undoing the change would undo what somebody else did.
 */
import type { Applied } from '../engine/ports.js'
import type { MemberReference } from '../model/member.js'
import { chunked } from '../util/chunked.js'
import { byGuid } from './identifiers.js'
import { answeredWith, ldapFailure } from './ldap/errors.js'
import { readStanding, type MemberChange, type Standing } from './currentMembers.js'
import { resultCodes } from './ldap/resultCodes.js'
import { retryWrite } from './retryWrite.js'

/** Far below AD's limits on one transaction; larger requests are hardly faster. */
const valuesPerRequest = 1000

/** Answers that speak about a value, not about the request: then the others may still be written. */
const aboutValues: ReadonlySet<number> = new Set([
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

/** @throws WritebackError where the directory refused the request itself */
export async function writeMembers(
  change: MemberChange,
  members: readonly MemberReference[],
): Promise<Applied> {
  const written: Applied[] = []
  for (const some of chunked(members, valuesPerRequest)) written.push(await writeSome(change, some))
  return together(...written)
}

/** `isRead`: none of them was as it should be when the group was read. */
async function writeSome(
  change: MemberChange,
  members: readonly MemberReference[],
  isRead = false,
): Promise<Applied> {
  if (members.length === 0) return together()
  let mayBeDone = false
  try {
    await retryWrite(change.session, async (connection, isRepeated) => {
      mayBeDone = isRepeated
      const { operation, group } = change
      await connection.modify(group, [{ operation, attribute: 'member', values: members.map(valueOf) }])
    })
    return together()
  } catch (error) {
    if (answeredWith(error, resultCodes.adminLimitExceeded) && members.length > 1) {
      return writeHalves(change, members, isRead)
    }
    if (!aboutValues.has(ldapFailure(error)?.resultCode ?? -1)) throw error
    if (!isRead || mayBeDone) return writeRest(change, members, mayBeDone)
    const [member, ...others] = members
    if (!member || others.length > 0) return writeHalves(change, members, isRead)
    return { refused: [{ member, message: (error as Error).message }], unchanged: [] }
  }
}

async function writeHalves(change: MemberChange, members: readonly MemberReference[], isRead: boolean) {
  const middle = Math.ceil(members.length / 2)
  const first = await writeSome(change, members.slice(0, middle), isRead)
  return together(first, await writeSome(change, members.slice(middle), isRead))
}

/** What is as it should be was so before, unless a request that was never answered made it so. */
async function writeRest(
  change: MemberChange,
  members: readonly MemberReference[],
  mayBeDone: boolean,
): Promise<Applied> {
  const standing = await readStanding(change, members)
  const { asWanted, refused, rest } = sorted(change.operation, members, standing)
  return together({ refused, unchanged: mayBeDone ? [] : asWanted }, await writeSome(change, rest, true))
}

/**
 * | standing                              | to be added | to be removed                    |
 * |---------------------------------------|-------------|----------------------------------|
 * | listed in `member`                    | unchanged   | tried                            |
 * | a member because it is its primary    | unchanged   | refused: AD does not take it out |
 * | neither                               | tried       | unchanged                        |
 */
function sorted(
  operation: MemberChange['operation'],
  members: readonly MemberReference[],
  { isListed, isPrimary }: Standing,
) {
  const listed = members.filter(isListed)
  const primary = members.filter((member) => !isListed(member) && isPrimary(member))
  const neither = members.filter((member) => !isListed(member) && !isPrimary(member))
  if (operation === 'add') return { asWanted: [...listed, ...primary], refused: [], rest: neither }
  const message = 'The group is its primary group: give it another one in AD first (primaryGroupID).'
  return { asWanted: neither, refused: primary.map((member) => ({ member, message })), rest: listed }
}

function together(...parts: readonly Applied[]): Applied {
  return {
    refused: parts.flatMap(({ refused }) => refused),
    unchanged: parts.flatMap(({ unchanged }) => unchanged),
  }
}

/**
 * By GUID, so that a member that was renamed or moved since it was read is still met. Never by SID: for one that no
 * domain knows AD makes a foreign security principal.
 */
const valueOf = ({ guid, dn = '' }: MemberReference): string => (guid === undefined ? dn : byGuid(guid))
