/**
 * Handles groups whose properties Graph hides. Without permission to read groups, Graph hides those of all groups (Graph:
 * "limited information returned for inaccessible member objects"). A single group without properties is different: a
 * replica may already have its id and nothing else (Graph: "designing for eventual consistency").
 */
import type { CloudGroup } from '../model/group.js'
import { readGroupsById } from './groupsById.js'
import { toCloudGroup, hidesProperties, type GraphGroup } from './mapping.js'
import type { RequestOptions } from './graph/types.js'
import type { GraphRequests } from './graph/requests.js'

/**
 * Returns the function that maps the pages of one listing. If some groups show their properties, those that do not are
 * read again by id; a group that still hides them becomes `unreadable`, and no other group is affected.
 * @throws WritebackError `permissionMissing` if none of several groups shows its properties
 */
export function createGroupMapper(
  requests: GraphRequests,
  options: RequestOptions,
): (page: readonly GraphGroup[]) => Promise<CloudGroup[]> {
  let anyVisible = false
  return async (page) => {
    const hiddenGroups = page.filter(hidesProperties)
    anyVisible ||= hiddenGroups.length < page.length
    // A page of one hidden group, such as a read by id, does not prove that a permission is missing.
    if (hiddenGroups.length === 0 || (!anyVisible && page.length > 1)) return page.map(toCloudGroup)
    const readAgain = await readGroupsById(
      requests,
      hiddenGroups.map(({ id }) => id),
      options,
    )
    return [...page.filter((group) => !hidesProperties(group)), ...readAgain].map((group) =>
      hidesProperties(group) ? unreadableGroup(group.id) : toCloudGroup(group),
    )
  }
}

const unreadableGroup = (id: string): CloudGroup => ({
  id: id.toLowerCase(),
  displayName: '',
  kind: 'security',
  proxyAddresses: [],
  hiddenMembership: false,
  unreadable: {
    code: 'graphIncomplete',
    message: `Graph returns no properties of the group ${id}, neither in the listing nor by its id.`,
    hint: 'Check the group in the Entra admin center and the permission GroupMember.Read.All; until then the group stays unchanged.',
  },
})
