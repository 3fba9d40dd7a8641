/** Compares and decides members of both sides as a run does. */
import type { CloudMember, DirectoryMember, ResolvedMember } from '../../src/model/member.js'
import { noMemberLookups, type MemberLookups, type NestedScope } from '../../src/planner/memberLookups.js'
import { compareMembers, decideMembers } from '../../src/planner/members.js'
import { completeReadOf } from '../memory/cloud.js'
import { memberInAd, groupInAd, cloudUser } from './fixture.js'

export const group = (id: string, sid?: string) => cloudUser(id, sid, { kind: 'group' })
export const resolved = (guid: string, sid: string, more: Partial<ResolvedMember> = {}): ResolvedMember => ({
  ...memberInAd(guid),
  ...{ sid, kind: 'user', system: false, domainLocal: false },
  ...more,
})
export const outOfScope: NestedScope = () => 'out'

export async function decided(
  cloud: CloudMember[],
  directory: DirectoryMember[] | undefined,
  lookups: Partial<MemberLookups> = {},
  nested: NestedScope = outOfScope,
  primary: DirectoryMember[] = [],
) {
  const current = directory && (await groupInAd({ primaryMembers: primary }, directory))
  const delta = compareMembers(await completeReadOf(cloud), current, nested)
  return {
    ...decideMembers(delta, { ...noMemberLookups, ...lookups }),
    scopes: delta.byAnchor.map(({ scope }) => scope),
    surplus: delta.surplus?.members.map(({ guid }) => guid),
    primaryLeavers: delta.primaryLeavers.map(({ guid }) => guid),
  }
}

export type Decided = Awaited<ReturnType<typeof decided>>
export const leaving = (result: Decided) => result.leaving?.members.map(({ guid }) => guid)
export const reasons = (result: Decided) => result.skipped.map(({ id, reason }) => [id, reason])
