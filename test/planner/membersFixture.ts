/** Compares and decides members of both sides as a run does. */
import type { CloudMember, DirectoryMember, ResolvedMember } from '../../src/model/member.js'
import { noLookups, type Lookups, type NestedScope } from '../../src/planner/memberLookups.js'
import { memberDelta, settleMembers } from '../../src/planner/members.js'
import { complete } from '../memory/cloud.js'
import { inAd, inDirectory, user } from './fixture.js'

export const group = (id: string, sid?: string) => user(id, sid, { kind: 'group' })
export const resolved = (guid: string, sid: string, more: Partial<ResolvedMember> = {}): ResolvedMember => ({
  ...inAd(guid),
  ...{ sid, kind: 'user', system: false, domainLocal: false },
  ...more,
})
export const outOfScope: NestedScope = () => 'out'

export async function decided(
  cloud: CloudMember[],
  directory: DirectoryMember[] | undefined,
  lookups: Partial<Lookups> = {},
  nested: NestedScope = outOfScope,
  primary: DirectoryMember[] = [],
) {
  const current = directory && (await inDirectory({ primaryMembers: primary }, directory))
  const delta = memberDelta(await complete(cloud), current, nested)
  return {
    ...settleMembers(delta, { ...noLookups, ...lookups }),
    scopes: delta.byAnchor.map(({ scope }) => scope),
    surplus: delta.surplus?.members.map(({ guid }) => guid),
    primaryLeavers: delta.primaryLeavers.map(({ guid }) => guid),
  }
}

export type Decided = Awaited<ReturnType<typeof decided>>
export const leaving = (result: Decided) => result.leaving?.members.map(({ guid }) => guid)
export const reasons = (result: Decided) => result.skipped.map(({ id, reason }) => [id, reason])
