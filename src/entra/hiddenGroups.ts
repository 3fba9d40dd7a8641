/**
 * Groups whose properties Graph hides. It hides those of a kind the application may not read (Graph: "limited information
 * returned for inaccessible member objects"), and then of all groups; of a single one, a replica may know the id already
 * and nothing else yet (Graph: "designing for eventual consistency").
 */
import type { CloudGroup } from '../model/group.js'
import { getGroups } from './groupsById.js'
import { groupOf, hidesProperties, type GraphGroup } from './mapping.js'
import type { RequestOptions } from './graph/messages.js'
import type { Requests } from './graph/requests.js'

/**
 * Maps the pages of one listing. A group that hides its properties among others that show theirs is asked for by its id;
 * where it still hides them, it is one that cannot be read, and concerns itself alone.
 * @throws WritebackError `permissionMissing` where none of several groups shows any
 */
export function toShownGroups(
  requests: Requests,
  options: RequestOptions,
): (page: readonly GraphGroup[]) => Promise<CloudGroup[]> {
  let othersShow = false
  return async (page) => {
    const hiding = page.filter(hidesProperties)
    othersShow ||= hiding.length < page.length
    // One alone, as where it is asked for by its id, says nothing about the others.
    if (hiding.length === 0 || (!othersShow && page.length > 1)) return page.map(groupOf)
    const asked = await getGroups(
      requests,
      hiding.map(({ id }) => id),
      options,
    )
    return [...page.filter((group) => !hidesProperties(group)), ...asked].map((group) =>
      hidesProperties(group) ? unreadable(group.id) : groupOf(group),
    )
  }
}

const unreadable = (id: string): CloudGroup => ({
  id: id.toLowerCase(),
  displayName: '',
  kind: 'security',
  proxyAddresses: [],
  hiddenMembership: false,
  unreadable: {
    code: 'graphIncomplete',
    message: `Graph shows no properties of the group ${id}, nor when it is asked for by its id.`,
    hint: 'Look at it in the Entra admin center, and at the permission GroupMember.Read.All; it stays as it is until then.',
  },
})
