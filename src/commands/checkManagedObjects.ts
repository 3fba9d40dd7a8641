/** Checks existing objects in the preflight: unreadable members, and protected objects. */
import type { Check } from '../model/report.js'
import { listDns } from '../planner/listDns.js'
import type { GroupTarget, PreflightResult } from '../engine/ports.js'

interface CheckedObject {
  guid: string
  dn: string
}

export async function checkManagedObjects(
  target: GroupTarget,
  signal?: AbortSignal,
): Promise<PreflightResult> {
  const looksEmpty: CheckedObject[] = []
  const stamped: CheckedObject[] = []
  let groups = 0
  const collect: Parameters<GroupTarget['readManagedGroups']>[1] = async (page) => {
    groups += page.length
    for (const group of page) {
      const { guid, dn } = group
      if ('members' in group && group.members.items.length === 0) looksEmpty.push({ guid, dn })
      if (group.protection === 'adminCount') stamped.push({ guid, dn })
    }
    return []
  }
  await target.readManagedGroups('all', collect, signal)
  const checks = [
    await checkReadable(target, looksEmpty, groups, signal),
    ...(await checkStamped(target, stamped, signal)),
  ]
  return { checks, problems: [] }
}

async function checkReadable(
  target: GroupTarget,
  looksEmpty: readonly CheckedObject[],
  groups: number,
  signal?: AbortSignal,
): Promise<Check> {
  const name = 'Members'
  const guids = looksEmpty.map(({ guid }) => guid)
  const empty = guids.length > 0 ? await target.readEmptyGroups(guids, signal) : new Set<string>()
  const hidden = looksEmpty.filter(({ guid }) => !empty.has(guid))
  return hidden.length === 0
    ? { name, status: 'ok', message: `The members of ${groups} written groups can be read.` }
    : {
        name,
        status: 'warning',
        message: `The account may not read the members of ${listDns(hidden)}. Grant it read access to the property "member" of these objects.`,
      }
}

/**
 * Reports objects with adminCount=1. Every hour AD replaces the access control list of each member of a protected group
 * by that of AdminSDHolder and disables inheritance from its container (MS-ADTS 3.1.1.6.1). adminCount stays 1 when the
 * object leaves the protected group.
 */
async function checkStamped(
  target: GroupTarget,
  stamped: readonly CheckedObject[],
  signal?: AbortSignal,
): Promise<Check[]> {
  if (stamped.length === 0) return []
  const paths = await target.findProtectedParents(
    stamped.map(({ guid }) => guid),
    signal,
  )
  const inside = stamped.filter(({ guid }) => paths.has(guid))
  const outside = stamped.filter(({ guid }) => !paths.has(guid))
  const name = 'Protected objects'
  return [
    ...inside.map(({ guid, dn }): Check => ({
      name,
      status: 'warning',
      message: `${dn} is a member of a protected group (${(paths.get(guid)?.[0] ?? []).join(' → ')}): AD resets its access control list from AdminSDHolder, so the rights delegated on the container (write "member" and the other attributes, rename, delete) do not apply to it. Remove it from that group, or grant "write member" on CN=AdminSDHolder,CN=System and allow the pair in limits.privileged.`,
    })),
    ...outside.map(({ dn }): Check => ({
      name,
      status: 'warning',
      message: `${dn} still has adminCount=1, but is not a member of a protected group any more, so the rights delegated on the container do not apply to it. Clear adminCount and enable inheritance in its access control list.`,
    })),
  ]
}
