/** Compares and decides members of both sides as a run does. */
import type { CloudMember, DirectoryMember, ResolvedMember } from '../../src/model/member.js'
import { noLookups, type Lookups, type NestedScope } from '../../src/planner/memberLookups.js'
import { memberDelta, settleMembers } from '../../src/planner/members.js'
import { complete } from '../memory/cloud.js'
import { inAd, inDirectory, user } from './fixture.js'

export const group = (id: string, sid?: string) => user(id, sid, { kind: 'group' })
export const here = inAd
export const found = (guid: string, sid: string, more: Partial<ResolvedMember> = {}): ResolvedMember => ({
  ...here(guid),
  ...{ sid, kind: 'user', system: false, domainLocal: false },
  ...more,
})
export const out: NestedScope = () => 'out'

export async function settled(
  cloud: CloudMember[],
  directory: DirectoryMember[] | undefined,
  lookups: Partial<Lookups> = {},
  nested: NestedScope = out,
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

export type Settled = Awaited<ReturnType<typeof settled>>
export const leaving = (result: Settled) => result.leaving?.members.map(({ guid }) => guid)
export const reasons = (result: Settled) => result.skipped.map(({ id, reason }) => [id, reason])
