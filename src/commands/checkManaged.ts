/** What the preflight finds out about the objects that are there already: members it may not see, and protected objects. */
import type { Check } from '../model/report.js'
import { listDns } from '../planner/listDns.js'
import type { GroupTarget, SideCheck } from '../engine/ports.js'

interface Found {
  guid: string
  dn: string
}

export async function checkManaged(target: GroupTarget, signal?: AbortSignal): Promise<SideCheck> {
  const looksEmpty: Found[] = []
  const stamped: Found[] = []
  let groups = 0
  const look: Parameters<GroupTarget['readManagedGroups']>[1] = async (page) => {
    groups += page.length
    for (const group of page) {
      const { guid, dn } = group
      if ('members' in group && group.members.items.length === 0) looksEmpty.push({ guid, dn })
      if (group.protection === 'adminCount') stamped.push({ guid, dn })
    }
    return []
  }
  await target.readManagedGroups('all', look, signal)
  const checks = [
    await checkReadable(target, looksEmpty, groups, signal),
    ...(await checkStamped(target, stamped, signal)),
  ]
  return { checks, problems: [] }
}

async function checkReadable(
  target: GroupTarget,
  looksEmpty: readonly Found[],
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
        message: `This account may not read the members of ${listDns(hidden)}. Give it the right to read "member" there.`,
      }
}

/**
 * Every hour AD replaces the access list of whatever is in a protected group by that of AdminSDHolder, and cuts it off
 * from the rights of its container (MS-ADTS 3.1.1.6.1). The stamp stays when the object leaves the protected group.
 */
async function checkStamped(
  target: GroupTarget,
  stamped: readonly Found[],
  signal?: AbortSignal,
): Promise<Check[]> {
  if (stamped.length === 0) return []
  const paths = await target.findProtectedParents(
    stamped.map(({ guid }) => guid),
    signal,
  )
  const inside = stamped.filter(({ guid }) => paths.has(guid))
  const left = stamped.filter(({ guid }) => !paths.has(guid))
  const name = 'Protected objects'
  return [
    ...inside.map(({ guid, dn }): Check => ({
      name,
      status: 'warning',
      message: `${dn} stands in a protected group (${(paths.get(guid)?.[0] ?? []).join(' → ')}): AD resets its access list from AdminSDHolder, and the rights delegated on the container (write "member" and the other attributes, rename, delete) do not apply to it. Take it out of that group, or grant "write member" on CN=AdminSDHolder,CN=System and allow the pair in limits.privileged.`,
    })),
    ...left.map(({ dn }): Check => ({
      name,
      status: 'warning',
      message: `adminCount=1 is left on ${dn}, which stands in no protected group any more. Clear adminCount and enable inheritance in its access list; until then the rights of the container do not apply to it.`,
    })),
  ]
}
