import { expect } from 'chai'
import type { DesiredGroup, DirectoryGroup } from '../../src/model/group.js'
import { creation, diffGroup } from '../../src/planner/diff.js'
import { deprovision } from '../../src/planner/policy.js'
import { complete } from '../memory/cloud.js'

const container = 'OU=Groups,DC=x'
const desired: DesiredGroup = {
  id: 'a',
  displayName: 'Sales',
  name: 'Sales_1',
  container,
  dn: `CN=Sales_1,${container}`,
  type: 'universalSecurityGroup',
  attributes: { displayName: ['Sales'], description: [], proxyAddresses: ['SMTP:a', 'smtp:b'] },
  atCreation: { sAMAccountName: ['Sales_1'], info: [] },
}

async function current(changes: Partial<DirectoryGroup> = {}): Promise<DirectoryGroup> {
  const attributes = { cn: ['Sales_1'], displayName: ['Sales'], proxyAddresses: ['smtp:b', 'SMTP:a'] }
  const members = await complete([{ guid: 'm', dn: 'CN=m' }])
  const dn = `CN=Sales_1,${container}`
  return { groupIds: ['a'], guid: 'g', sid: 'S', dn, attributes, members, protected: false, ...changes }
}

describe('the difference of a group', () => {
  it('is nothing where both sides are the same, in whatever order and spelling', async () => {
    const spelled = await current({ dn: 'cn=Sales_1, ou=groups,dc=X' })
    expect(diffGroup(desired, spelled)).to.deep.equal([])
  })

  it('is a new name, a new place, and new attributes, in this order', async () => {
    const other = await current({
      dn: 'CN=sales_1,OU=Old,DC=x',
      attributes: {
        cn: ['sales_1'],
        displayName: ['sales'],
        description: ['old'],
        proxyAddresses: ['SMTP:a'],
      },
    })
    expect(diffGroup(desired, other)).to.deep.equal([
      { type: 'renameGroup', guid: 'g', from: 'CN=sales_1,OU=Old,DC=x', to: 'CN=Sales_1,OU=Old,DC=x' },
      { type: 'moveGroup', guid: 'g', from: 'CN=Sales_1,OU=Old,DC=x', to: desired.dn },
      {
        type: 'updateGroup',
        guid: 'g',
        dn: desired.dn,
        attributes: [
          { name: 'displayName', from: ['sales'], to: ['Sales'] },
          { name: 'description', from: ['old'], to: [] },
          { name: 'proxyAddresses', from: ['SMTP:a'], to: ['SMTP:a', 'smtp:b'] },
        ],
      },
    ])
  })

  it('never touches what is given at creation only', async () => {
    const other = await current()
    expect(
      diffGroup(desired, { ...other, attributes: { ...other.attributes, sAMAccountName: ['mine'] } }),
    ).to.deep.equal([])
  })

  it('is everything that has a value, for a group that is not there', () => {
    expect(creation(desired)).to.deep.equal({
      type: 'createGroup',
      dn: desired.dn,
      attributes: {
        displayName: ['Sales'],
        proxyAddresses: ['SMTP:a', 'smtp:b'],
        sAMAccountName: ['Sales_1'],
      },
    })
  })

  it('is told for an object whose name cannot be read', async () => {
    const [rename] = diffGroup(desired, await current({ dn: 'no name', attributes: {} }))
    expect(rename).to.deep.include({ type: 'renameGroup', from: 'no name' })
  })
})

describe('deprovisioning', () => {
  const order = { order: 'disableWriteback' } as const

  it('keeps the object', async () => expect(deprovision(await current(), 'keep', order)).to.deep.equal([]))

  it('empties it, unless it is empty', async () => {
    const [change] = deprovision(await current(), 'empty', order)
    expect(change).to.deep.include({ type: 'removeMembers', guid: 'g', members: [{ guid: 'm', dn: 'CN=m' }] })
    expect(deprovision(await current({ members: await complete([]) }), 'empty', order)).to.deep.equal([])
  })

  it('deletes it, and keeps what is lost', async () => {
    const [change] = deprovision(await current(), 'delete', order)
    expect(change).to.deep.include({ type: 'deleteGroup', guid: 'g', members: [{ guid: 'm', dn: 'CN=m' }] })
    expect(change).to.have.nested.property('attributes.displayName[0]', 'Sales')
  })
})
