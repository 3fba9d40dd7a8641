import { WritebackError, type Problem } from '../errors.js'
import { removeMembers, type Change } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import type { DesiredGroup, DirectoryGroup } from '../model/group.js'
import type { CloudMember } from '../model/member.js'
import { creation, diffGroup } from './diff.js'
import type { PlannedGroup } from './guard.js'
import { memberDelta, settleMembers, type Lookups, type MemberDelta, type NestedScope } from './members.js'

/** A group compared, with the members that are not decided yet: those have to be looked up in AD first. */
export interface Draft {
  id: string
  displayName: string
  dn: string
  /** Its object in AD; missing where it is created. */
  object?: { guid: string; sid: string; dn: string }
  membersBefore: number
  changes: Change[]
  delta?: MemberDelta
  error?: Problem
}

/** A group that is left as it is, because only a person can decide. */
export function failedDraft(id: string, displayName: string, dn: string, error: Problem): Draft {
  return { id, displayName, dn, membersBefore: 0, changes: [], error }
}

/** Compares one cloud group with its object, or plans the object. A read that failed is an error, never a change. */
export function draftGroup(
  desired: DesiredGroup,
  members: CompleteRead<CloudMember> | WritebackError | undefined,
  current: DirectoryGroup | undefined,
  nested: NestedScope,
): Draft {
  const draft: Draft = {
    id: desired.id,
    displayName: desired.displayName,
    dn: current?.dn ?? desired.dn,
    membersBefore: current?.members.items.length ?? 0,
    changes: [],
  }
  if (current) draft.object = { guid: current.guid, sid: current.sid, dn: current.dn }
  if (members === undefined || members instanceof WritebackError)
    return { ...draft, error: readError(members) }
  draft.changes = current ? diffGroup(desired, current) : [creation(desired)]
  draft.dn = desired.dn
  draft.delta = memberDelta(members, current, nested)
  return draft
}

/** Decides about the members and closes the draft. Leavers go before joiners: access ends first. */
export function finish(draft: Draft, lookups: Lookups): PlannedGroup {
  const { id, displayName, dn, membersBefore } = draft
  const changes = draft.error ? [] : [...draft.changes]
  const planned: PlannedGroup = {
    id,
    displayName,
    dn,
    status: draft.error ? 'failed' : 'inSync',
    changes,
    withheld: [],
    skippedMembers: [],
    membersBefore,
    ...(draft.error && { error: draft.error }),
  }
  if (!draft.delta || draft.error) return planned
  const { adding, skipped, wanted } = settleMembers(draft.delta, lookups)
  if (draft.delta.surplus) {
    const removal = removeMembers(draft.delta.surplus, dn, wanted)
    if (removal.members.length > 0) changes.push(removal)
  }
  const guid = draft.object?.guid
  if (adding.length > 0)
    changes.push({ type: 'addMembers', ...(guid !== undefined && { guid }), dn, members: adding })
  return { ...planned, skippedMembers: skipped }
}

function readError(error: WritebackError | undefined): Problem {
  return (
    error?.problems[0] ?? { code: 'graphIncomplete', message: 'The members of this group were not read.' }
  )
}
