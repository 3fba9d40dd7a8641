/** Adds and removes members, many values in one request; one that the directory refuses is found and told alone. */
import type { MemberReference } from '../model/member.js'
import { chunked } from '../model/chunked.js'
import { byGuid } from './binary.js'
import { ldapFailure } from './connectionErrors.js'
import { permissiveModify } from './controls.js'
import { equals } from './filter.js'
import { resultCodes } from './resultCodes.js'
import type { Session } from './session.js'
import { persist } from './persist.js'

/** Far below AD's limits on one transaction; larger requests are hardly faster. */
const valuesPerRequest = 1000

export interface Refusal {
  member: MemberReference
  message: string
}

export type MemberOperation = 'add' | 'delete'

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

/** `group` is a DN or `<GUID=…>`. @throws WritebackError where the directory refused the request itself */
export async function writeMembers(
  session: Session,
  group: string,
  operation: MemberOperation,
  members: readonly MemberReference[],
): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  for (const some of chunked(members, valuesPerRequest)) {
    refusals.push(...(await writeOrSplit(session, group, operation, some)))
  }
  return refusals
}

/** A modify is all or nothing: halves are tried until the values that are refused stand alone. */
async function writeOrSplit(
  session: Session,
  group: string,
  operation: MemberOperation,
  members: readonly MemberReference[],
): Promise<Refusal[]> {
  try {
    await persist(session, async (connection) => {
      const change = { operation, attribute: 'member', values: members.map(valueOf) }
      await connection.modify(group, [change], [permissiveModify])
    })
    return []
  } catch (error) {
    const failure = ldapFailure(error)
    if (!aboutValues.has(failure?.resultCode ?? -1)) throw error
    const [member, ...others] = members
    if (member && others.length === 0) {
      if ((await isMember(session, group, member)) === (operation === 'add')) return []
      return [{ member, message: (error as Error).message }]
    }
    const middle = Math.ceil(members.length / 2)
    const first = await writeOrSplit(session, group, operation, members.slice(0, middle))
    return [...first, ...(await writeOrSplit(session, group, operation, members.slice(middle)))]
  }
}

/**
 * By GUID, so that a member that was renamed or moved since it was read is still met. Never by SID: for one that no
 * domain knows AD makes a foreign security principal.
 */
const valueOf = ({ guid, dn = '' }: MemberReference): string => (guid === undefined ? dn : byGuid(guid))

/** AD refuses a member that is there already, and one that is not there: both are what was wanted. */
async function isMember(session: Session, group: string, member: MemberReference): Promise<boolean> {
  const connection = await session.connection()
  const dn = await dnOf(session, valueOf(member))
  if (dn === undefined) return false
  const search = { base: group, scope: 'base', filter: equals('member', dn), attributes: ['1.1'] } as const
  for await (const { items } of connection.search(search)) if (items.length > 0) return true
  return false
}

async function dnOf(session: Session, name: string): Promise<string | undefined> {
  const connection = await session.connection()
  try {
    const search = connection.search({ base: name, scope: 'base', attributes: ['1.1'] })
    for await (const { items } of search) for (const { dn } of items) return dn
  } catch (error) {
    if (ldapFailure(error)?.resultCode !== resultCodes.noSuchObject) throw error
  }
  return undefined
}
