import { expect } from 'chai'
import type { Annotate } from '../../src/model/change.js'
import { orderByPerson } from '../../src/model/evidence.js'
import type { DirectoryGroup } from '../../src/model/group.js'
import type { Deprovision } from '../../src/model/settings.js'
import { deprovisionChanges } from '../../src/planner/deprovision.js'
import { memberInAd, groupInAd } from './fixture.js'

const annotate: Annotate = (member) => ({ ...member, ...(member.guid === 'cy' && { disabled: true }) })
const evidence = orderByPerson('disable')
const end = (group: DirectoryGroup, policy: Deprovision) =>
  deprovisionChanges({ group, policy, evidence }, annotate)
const members = [memberInAd('bob', 'S-bob'), { ...memberInAd('cy', 'S-cy'), disabled: true }]

describe('deprovisioning', () => {
  it('by the policy keep has no changes', async () =>
    expect(end(await groupInAd(), 'keep')).to.deep.equal([]))

  it('by the policy empty removes all members, if there are any', async () => {
    const group = await groupInAd()
    expect(end(group, 'empty')).to.deep.equal([{ type: 'removeMembers', guid: 'g', dn: group.dn, members }])
    expect(end(await groupInAd({}, []), 'empty')).to.deep.equal([])
  })

  it('by the policy delete deletes the object and records its attributes and members', async () => {
    const group = await groupInAd()
    const { guid, dn, sid, attributes } = group
    const change = { type: 'deleteGroup', guid, dn, sid, attributes, members }
    expect(end(group, 'delete')).to.deep.equal([change])
    expect(end(await groupInAd({}, []), 'delete')).to.deep.equal([{ ...change, members: [] }])
  })
})
