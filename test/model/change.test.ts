import { expect } from 'chai'
import {
  deleteGroup,
  removeMembers,
  surplusOf,
  type Change,
  type DeleteGroup,
  type RemoveMembers,
  type Surplus,
} from '../../src/model/change.js'
import type { DirectoryGroup } from '../../src/model/group.js'
import type { DirectoryMember } from '../../src/model/member.js'
import { complete } from '../memory/cloud.js'

const member = (guid: string): DirectoryMember => ({ guid, sid: `S-${guid}`, dn: `CN=${guid}` })
const order = { order: 'disableWriteback' } as const

const group = async (...guids: string[]): Promise<DirectoryGroup> => ({
  groupIds: ['id'],
  guid: 'g',
  sid: 'S-g',
  dn: 'CN=Sales',
  attributes: { cn: ['Sales'], description: ['All'] },
  members: await complete(guids.map(member)),
  protected: false,
})

describe('the surplus of a group', () => {
  it('is whom the cloud does not want, and nobody else', async () => {
    const sales = await group('ann', 'bob', 'cy')
    const surplus = surplusOf(sales, await complete([]), ({ guid }) => guid === 'bob')
    expect(surplus).to.deep.equal({ guid: 'g', members: [member('ann'), member('cy')] })
    expect(sales.members.items).to.have.lengthOf(3)
  })

  it('is everybody where a person ordered it', async () => {
    const surplus = surplusOf(await group('ann', 'bob'), order, () => false)
    expect(surplus.members.map(({ guid }) => guid)).to.deep.equal(['ann', 'bob'])
  })
})

describe('a removal', () => {
  it('takes the surplus out, except who turned out to be wanted', async () => {
    const surplus = surplusOf(await group('ann', 'bob'), order, () => false)
    expect(removeMembers(surplus, 'CN=Sales', new Set(['ann', 'elsewhere']))).to.deep.equal({
      type: 'removeMembers',
      guid: 'g',
      dn: 'CN=Sales',
      members: [member('bob')],
    })
  })

  it('cannot be written by hand', async () => {
    const sales = await group('ann')
    const surplus = surplusOf(sales, order, () => false)
    const made = removeMembers(surplus, 'CN=Sales', new Set())
    // @ts-expect-error only removeMembers makes one
    const written: RemoveMembers = { type: 'removeMembers', guid: 'g', dn: 'CN=Sales', members: [] }
    // @ts-expect-error not as any change either
    const change: Change = { type: 'removeMembers', guid: 'g', dn: 'CN=Sales', members: [] }
    // @ts-expect-error nor with more people than the surplus has
    const spread: RemoveMembers = { ...made, members: [member('bob')] }
    // @ts-expect-error nor can a surplus be
    const forged: Surplus = { guid: 'g', members: [member('bob')] }
    // @ts-expect-error nor be extended
    const extended: Surplus = { ...surplus, members: [member('bob')] }
    // @ts-expect-error and without evidence there is no surplus
    const without = () => surplusOf(sales, undefined, () => false)
    expect([written, change, spread, forged, extended, without]).to.have.lengthOf(6)
  })

  it('is not made of members that were not read to the end', async () => {
    const sales = await group('ann')
    // @ts-expect-error the group's own members have to be complete
    const short: DirectoryGroup = { ...sales, members: { items: sales.members.items } }
    // @ts-expect-error and so has the cloud's side
    const surplus = () => surplusOf(sales, { items: [] }, () => false)
    expect([short, surplus]).to.have.lengthOf(2)
  })
})

describe('a deletion', () => {
  it('keeps what is lost', async () => {
    const sales = await group('ann', 'bob')
    const change = deleteGroup(sales, await complete([]))
    expect(change).to.deep.equal({
      type: 'deleteGroup',
      guid: 'g',
      dn: 'CN=Sales',
      attributes: { cn: ['Sales'], description: ['All'] },
      members: [member('ann'), member('bob')],
    })
    expect(change.members, 'a copy').to.not.equal(sales.members.items)
  })

  it('cannot be written by hand', async () => {
    const made = deleteGroup(await group(), order)
    // @ts-expect-error only deleteGroup makes one
    const written: DeleteGroup = { type: 'deleteGroup', guid: 'g', dn: 'CN=x', attributes: {}, members: [] }
    // @ts-expect-error not out of another one either
    const spread: DeleteGroup = { ...made, guid: 'another' }
    // @ts-expect-error a removal is no deletion
    const other: DeleteGroup = removeMembers(
      surplusOf(await group(), order, () => false),
      'CN=x',
      new Set(),
    )
    const old = await group()
    // @ts-expect-error and without evidence there is none
    const without = () => deleteGroup(old)
    expect([written, spread, other, without]).to.have.lengthOf(4)
  })
})
