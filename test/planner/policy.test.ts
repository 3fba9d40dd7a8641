import { expect } from 'chai'
import type { Annotate } from '../../src/model/change.js'
import { orderByPerson } from '../../src/model/evidence.js'
import type { DirectoryGroup } from '../../src/model/group.js'
import type { Deprovision } from '../../src/model/settings.js'
import { deprovision } from '../../src/planner/policy.js'
import { inAd, inDirectory } from './fixture.js'

const annotate: Annotate = (member) => ({ ...member, ...(member.guid === 'cy' && { disabled: true }) })
const evidence = orderByPerson('disable')
const end = (group: DirectoryGroup, policy: Deprovision) => deprovision({ group, policy, evidence }, annotate)
const members = [inAd('bob', 'S-bob'), { ...inAd('cy', 'S-cy'), disabled: true }]

describe('deprovisioning', () => {
  it('keeps the object', async () => expect(end(await inDirectory(), 'keep')).to.deep.equal([]))

  it('empties it, unless it is empty', async () => {
    const group = await inDirectory()
    expect(end(group, 'empty')).to.deep.equal([{ type: 'removeMembers', guid: 'g', dn: group.dn, members }])
    expect(end(await inDirectory({}, []), 'empty')).to.deep.equal([])
  })

  it('deletes it, empty or not, and keeps what is lost', async () => {
    const group = await inDirectory()
    const { guid, dn, sid, attributes } = group
    const change = { type: 'deleteGroup', guid, dn, sid, attributes, members }
    expect(end(group, 'delete')).to.deep.equal([change])
    expect(end(await inDirectory({}, []), 'delete')).to.deep.equal([{ ...change, members: [] }])
  })
})
