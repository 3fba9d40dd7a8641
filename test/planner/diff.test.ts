import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import type { DesiredGroup, DirectoryGroup } from '../../src/model/group.js'
import { createGroupChange, diffGroup } from '../../src/planner/diff.js'
import { container, desired as base, memberInAd, groupInAd } from './fixture.js'

const desired: DesiredGroup = {
  ...base,
  attributes: { displayName: ['Sales'], description: [], proxyAddresses: ['SMTP:a', 'smtp:b'] },
  atCreation: { sAMAccountName: ['Sales_1'], info: [] },
}
const attributes = { cn: ['Sales'], displayName: ['Sales'], proxyAddresses: ['smtp:b', 'SMTP:a'] }
const current = (changes: Partial<DirectoryGroup> = {}) => groupInAd({ attributes, ...changes })
const diff = async (changes: Partial<DirectoryGroup>, subtrees: string[] = [], wanted = desired) =>
  diffGroup(wanted, await current(changes), subtrees)

describe('the changes of a group', () => {
  it('are none if both sides are equal, in any order of values and spelling of the DN', async () => {
    expect(await diff({ dn: 'cn=Sales, ou=groups,dc=X' })).to.deep.equal([])
  })

  it('are a rename, a move and an update, in this order', async () => {
    const changes = await diff({
      dn: 'CN=sales,OU=Old,DC=x',
      attributes: {
        cn: ['sales'],
        displayName: ['sales'],
        description: ['old'],
        proxyAddresses: ['SMTP:a'],
      },
    })
    expect(changes).to.deep.equal([
      { type: 'renameGroup', guid: 'g', from: 'CN=sales,OU=Old,DC=x', to: 'CN=Sales,OU=Old,DC=x' },
      { type: 'moveGroup', guid: 'g', from: 'CN=Sales,OU=Old,DC=x', to: desired.dn },
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

  const values: Array<[from: string[], to: string[], differs: boolean]> = [
    [[], [], false],
    [['a', 'b'], ['b', 'a'], false],
    [['a', 'b'], ['a'], true],
    [['a'], ['a', 'b'], true],
    [['a', 'b'], ['a', 'c'], true],
    [['a'], ['A'], true],
  ]
  for (const [from, to, differs] of values) {
    it(`${differs ? 'include an update' : 'are none'} from ${JSON.stringify(from)} to ${JSON.stringify(to)}`, async () => {
      const wanted = { ...desired, attributes: { mail: to } }
      const changes = await diff({ attributes: { cn: ['Sales'], mail: from } }, [], wanted)
      expect(changes).to.have.lengthOf(differs ? 1 : 0)
    })
  }

  it('do not include attributes that are set at creation only', async () => {
    expect(await diff({ attributes: { ...attributes, sAMAccountName: ['mine'] } })).to.deep.equal([])
  })

  it('are a creation with all attributes that have a value, for a new group', () => {
    expect(createGroupChange(desired)).to.deep.equal({
      type: 'createGroup',
      dn: desired.dn,
      attributes: {
        displayName: ['Sales'],
        proxyAddresses: ['SMTP:a', 'smtp:b'],
        sAMAccountName: ['Sales_1'],
      },
    })
  })

  it('include a rename if the name of the object is unknown', async () => {
    const [rename] = await diff({ dn: 'no name', attributes: {} })
    expect(rename).to.deep.include({ type: 'renameGroup', from: 'no name' })
  })
})

const guids = (change: Change | undefined) =>
  change && 'ends' in change ? change.ends?.map(({ guid }) => guid) : undefined

describe('access that begins with the kind of group', () => {
  it('is that of all members, in a separate change', async () => {
    const wanted = { ...desired, attributes: { groupType: ['-2147483640'], displayName: ['New'] } }
    const changes = await diff({ attributes: { cn: ['Sales'], groupType: ['8'] } }, [], wanted)
    expect(changes).to.deep.include.members([
      {
        type: 'updateGroup',
        guid: 'g',
        dn: changes[0] && 'dn' in changes[0] ? changes[0].dn : '',
        attributes: [{ name: 'groupType', from: ['8'], to: ['-2147483640'] }],
        begins: 2,
      },
    ])
    expect(changes).to.have.lengthOf(2)
  })
})

describe('access that ends with the kind of group', () => {
  const [security, local, distribution] = [['-2147483640'], ['-2147483644'], ['8']]
  const cases: Array<[what: string, from: string[] | undefined, to: string[], ends: boolean]> = [
    ['a security group becomes a distribution group', security, distribution, true],
    ['a security group stays one', local, security, false],
    ['a distribution group becomes a security group', distribution, security, false],
    ['a group of unknown kind becomes a distribution group', undefined, distribution, false],
  ]
  for (const [what, from, to, ends] of cases) {
    it(`is that of ${ends ? 'all members' : 'no member'} if ${what}`, async () => {
      const wanted = { ...desired, attributes: { groupType: to, displayName: ['New'] } }
      const changes = await diff(
        {
          attributes: { cn: ['Sales'], ...(from && { groupType: from }) },
          primaryMembers: [memberInAd('primary', 'S-p')],
        },
        [],
        wanted,
      )
      const names = changes.map((change) =>
        change.type === 'updateGroup' ? change.attributes.map(({ name }) => name) : [],
      )
      if (ends) {
        expect(names, 'a separate change').to.deep.equal([['groupType'], ['displayName']])
        expect(changes.map(guids)).to.deep.equal([['bob', 'cy', 'primary'], undefined])
      } else {
        expect(names.flat()).to.deep.equal(['groupType', 'displayName'])
        expect(changes.flatMap((change) => guids(change) ?? [])).to.deep.equal([])
      }
    })
  }

  it('is one change if only the kind changes, and none if the kind stays', async () => {
    const wanted = { ...desired, attributes: { groupType: ['8'] } }
    const kind = { attributes: { cn: ['Sales'], groupType: ['-2147483640'] } }
    expect(await diff(kind, [], wanted)).to.have.lengthOf(1)
    expect(await diff(kind, [], { ...wanted, attributes: kind.attributes })).to.deep.equal([])
  })
})

describe('access that ends with the container', () => {
  const cases: Array<[what: string, dn: string, subtrees: string[], ends: boolean]> = [
    [
      'the group leaves such a subtree',
      'CN=Sales,OU=Shares,DC=x',
      ['OU=Other,DC=x', 'ou=shares, dc=X'],
      true,
    ],
    ['the group leaves one from a lower container', 'CN=Sales,OU=a,OU=Shares,DC=x', ['OU=Shares,DC=x'], true],
    ['the group was in none', 'CN=Sales,OU=Old,DC=x', ['OU=Shares,DC=x'], false],
    ['the group moves into one', 'CN=Sales,OU=Old,DC=x', [container], false],
    ['the group moves within one', `CN=Sales,OU=Sub,${container}`, [container], false],
    ['none is configured', 'CN=Sales,OU=Shares,DC=x', [], false],
  ]
  for (const [what, dn, subtrees, ends] of cases) {
    it(`is that of ${ends ? 'all members' : 'no member'} if ${what}`, async () => {
      const [move, ...more] = await diff({ dn, primaryMembers: [memberInAd('primary', 'S-p')] }, subtrees)
      expect(move).to.deep.include({ type: 'moveGroup', from: dn, to: desired.dn })
      expect(guids(move)).to.deep.equal(ends ? ['bob', 'cy', 'primary'] : undefined)
      expect(more).to.deep.equal([])
    })
  }
})
