/** Looks up the objects for members, nested groups and new groups, with many values per request. */
import type { AdoptionCandidate } from '../model/directory.js'
import { dnKey, equalDn } from '../model/dn.js'
import type { DesiredGroup } from '../model/group.js'
import type { ResolvedMember } from '../model/member.js'
import { parseSid } from './identifiers.js'
import type { Entry } from './ldap/connection.js'
import { hasResultCode } from './ldap/errors.js'
import { containerError } from './containerErrors.js'
import {
  anchoredGroupIds,
  groupAttributes,
  identityAttributes,
  identityOf,
  objectKind,
  guidAndDn,
  textValues,
} from './entries.js'
import { and, equals, or } from './ldap/filter.js'
import { findByValues } from './searchEntries.js'
import { anchorFilter, groupFilter } from './managedGroups.js'
import { isSystemObject } from './protection.js'
import { resultCodes } from './ldap/resultCodes.js'
import type { Session } from './session.js'

const resolvedAttributes = [...identityAttributes, 'objectClass', 'groupType', 'isCriticalSystemObject']
/** The bit of a domain-local group in groupType (MS-ADTS 2.2.12). */
const domainLocalBit = 4

function toResolvedMember(entry: Entry): ResolvedMember {
  const identified = identityOf(entry)
  const [groupType] = textValues(entry, 'groupType')
  return {
    ...identified,
    kind: objectKind(entry),
    system: isSystemObject(entry, identified.sid),
    domainLocal: (Number(groupType ?? 0) & domainLocalBit) !== 0,
  }
}

/** Finds the objects with these SIDs, by SID. */
export async function resolveMembers(
  session: Session,
  domain: string,
  sids: readonly string[],
): Promise<Map<string, ResolvedMember>> {
  const known = sids.flatMap((sid) => parseSid(sid) ?? [])
  if (known.length === 0) return new Map()
  const search = { base: domain, scope: 'sub', attributes: resolvedAttributes } as const
  const bySid = (some: readonly Buffer[]) => or(...some.map((sid) => equals('objectSid', sid)))
  const entries = await findByValues(session, known, search, bySid)
  return new Map(entries.map(toResolvedMember).map((member) => [member.sid, member]))
}

/**
 * Finds the groups in the container that carry the anchor of one of these ids.
 * @throws WritebackError `containerMissing`
 */
export async function findWritten(
  session: Session,
  container: string,
  groupIds: readonly string[],
): Promise<Array<ResolvedMember & { groupId: string }>> {
  if (groupIds.length === 0) return []
  const attributes = [...resolvedAttributes, ...groupAttributes]
  const search = { base: container, scope: 'sub', attributes } as const
  const anchored = findByValues(session, groupIds, search, (some) => and(groupFilter, anchorFilter(some)))
  const entries = await anchored.catch((error: unknown) => {
    throw containerError(container, error)
  })
  return entries.flatMap((entry) =>
    anchoredGroupIds(entry).map((groupId) => ({ groupId, ...toResolvedMember(entry) })),
  )
}

type WantedGroup = DesiredGroup & { onPremisesSid?: string }

/**
 * Finds objects with the anchor or the former SID of a group anywhere in the domain, or with its name in its
 * container.
 */
export async function findAdoptionCandidates(
  session: Session,
  domain: string,
  groups: readonly WantedGroup[],
): Promise<AdoptionCandidate[]> {
  if (groups.length === 0) return []
  const attributes = [...identityAttributes, ...groupAttributes]
  const sidOf = ({ onPremisesSid = '' }: WantedGroup) => parseSid(onPremisesSid)
  const filterOf = (some: readonly WantedGroup[]) =>
    or(
      anchorFilter(some.map(({ id }) => id)),
      ...some.flatMap(sidOf).flatMap((sid) => (sid ? [equals('objectSid', sid)] : [])),
    )
  const related = await findByValues(session, groups, { base: domain, scope: 'sub', attributes }, filterOf)
  const anchored = new Map(related.flatMap((entry) => anchoredGroupIds(entry).map((id) => [id, entry])))
  // Any object can have an anchor; an object without a SID is not the origin of a synced group.
  const bySid = new Map(related.filter(hasSid).map((entry) => [identityOf(entry).sid, entry]))
  const { named, missing } = await findNameHolders(session, groups)
  return groups.flatMap((group): AdoptionCandidate[] => {
    const candidate = (match: AdoptionCandidate['match'], { guid, dn }: { guid?: string; dn: string }) => [
      { groupId: group.id, match, ...(guid !== undefined && { guid }), dn },
    ]
    const byAnchor = anchored.get(group.id)
    if (byAnchor) return candidate('anchor', guidAndDn(byAnchor))
    const origin = bySid.get(group.onPremisesSid ?? '')
    if (origin) return candidate('sid', guidAndDn(origin))
    if (missing.has(group.container)) return candidate('noContainer', { dn: group.container })
    const holder = named.get(dnKey(group.dn) ?? '')
    return holder ? candidate('name', holder) : []
  })
}

const hasSid = ({ attributes }: Entry): boolean => attributes.has('objectsid')

/** Finds the objects with the names of the groups, of any class. A missing container affects only its own groups. */
async function findNameHolders(session: Session, groups: readonly WantedGroup[]) {
  const named = new Map<string, { guid: string; dn: string }>()
  const missing = new Set<string>()
  for (const container of new Set(groups.map((group) => group.container))) {
    const here = groups.filter((group) => equalDn(group.container, container)).map(({ name }) => name)
    const search = { base: container, scope: 'one', attributes: ['objectGUID'] } as const
    try {
      const entries = await findByValues(session, here, search, (some) =>
        or(...some.map((name) => equals('cn', name))),
      )
      for (const entry of entries) named.set(dnKey(entry.dn) ?? '', guidAndDn(entry))
    } catch (error) {
      // A container of another domain counts as missing.
      if (!hasResultCode(error, resultCodes.noSuchObject, resultCodes.referral)) throw error
      missing.add(container)
    }
  }
  return { named, missing }
}
