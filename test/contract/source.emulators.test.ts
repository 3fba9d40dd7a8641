import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { Tenant } from '../../src/emulators/entra/tenant/tenant.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import { secret, startEntraFixture } from '../entra/fixture.js'
import { sourceContract } from './source.js'

describe('the source contract, on the emulated Entra', () => {
  sourceContract(async () => {
    const fixture = await startEntraFixture({
      paging: { pageSize: 3, emptyPages: true },
      apps: [
        {
          secret,
          permissions: [
            'Group.Read.All',
            'User.Read.All',
            'Member.Read.Hidden',
            'Device.Read.All',
            'OrgContact.Read.All',
            'Application.Read.All',
          ],
        },
      ],
    })
    const { entra } = fixture
    return {
      source: fixture.source(),
      addGroup: (group) => addGroup(entra.tenant, group),
      removeGroup: (id) => entra.tenant.deleteGroup(id, { hard: true }),
      deleteGroup: (id) => entra.tenant.deleteGroup(id),
      hideFromListings: (id) => entra.tenant.hideFromListings([id]),
      hideEverywhere(id) {
        entra.tenant.hideFromListings([id], { lookups: true })
        entra.tenant.hideFromReads([id])
      },
      addFilter: () => undefined,
      addMember: (groupId, member) => entra.tenant.addMember(groupId, memberIn(entra.tenant, member)),
      deleteUser: ({ id }) => entra.tenant.deleteUser(id),
      breakGroup: (id) => entra.faults.always({ match: kinds.membersOf(id), respond: kinds.internalError() }),
      refuseMembers: (id) => entra.faults.always(kinds.membersDenied(id)),
      listOnly: (id, members) =>
        entra.faults.always({ match: kinds.membersOf(id), respond: listing(members.map(({ id }) => id)) }),
      setCount: (id, count) => entra.tenant.setCount(id, count),
      setPageSize: (size) => void (entra.paging.pageSize = size),
      close: () => fixture.close(),
    }
  })
})

/** Rewrites pages to list only these members, with the links unchanged. */
const listing = (ids: readonly string[]): FaultResponse => ({
  rewrite: (answer) => {
    const { value } = answer.body as { value: Array<{ id: string }> }
    return {
      ...answer,
      body: { ...(answer.body as object), value: value.filter(({ id }) => ids.includes(id)) },
    }
  },
})

/** Adds an object to the tenant, so that the source reads the given member. */
function addGroup(tenant: Tenant, group: CloudGroup): void {
  const { syncedFromAd, onPremisesSid, writeback, hiddenMembership, ...same } = group
  tenant.addGroup({
    ...same,
    hiddenMembership,
    onPremisesSyncEnabled: syncedFromAd ?? null,
    onPremisesSecurityIdentifier: onPremisesSid ?? null,
    ...(writeback && { writebackConfiguration: writeback }),
  })
}

function memberIn(tenant: Tenant, { id, kind, displayName = '', guest, sid }: CloudMember): string {
  if (tenant.user(id)) return id // of another group as well
  switch (kind) {
    case 'user': {
      const onPremises = sid === undefined ? {} : { onPremisesSecurityIdentifier: sid }
      return (guest ? tenant.addGuest : tenant.addUser)({ id, displayName, ...onPremises }).id
    }
    case 'device':
      return tenant.addDevice({ id, displayName }).id
    case 'servicePrincipal':
      return tenant.addServicePrincipal({ id, displayName }).id
    case 'contact':
      return tenant.addContact({ id, displayName }).id
    case 'group':
      return id
    case 'other':
      throw new TypeError('Graph has no member of this kind.')
  }
}
