import { expect } from 'chai'
import {
  deleteGroup,
  partOfRemoval,
  reduceSurplus,
  removeMembers,
  surplusOf,
  type Annotate,
  type Change,
  type DeleteGroup,
  type RemoveMembers,
  type Surplus,
} from '../../src/model/change.js'
import { listingOf, orderByPerson, proveByCount, type Evidence } from '../../src/model/evidence.js'
import type { DirectoryGroup } from '../../src/model/group.js'
import type { DirectoryMember } from '../../src/model/member.js'
import type { UnprovenChange } from '../../src/model/plan.js'
import { complete } from '../memory/cloud.js'

const member = (guid: string): DirectoryMember => ({ guid, sid: `S-${guid}`, dn: `CN=${guid}` })
const order = orderByPerson('disable')
const plainly: Annotate = (one) => ({ ...one })
const nobody = () => false

const group = async (...guids: string[]): Promise<DirectoryGroup> => ({
  groupIds: ['id'],
  guid: 'g',
  sid: 'S-g',
  dn: 'CN=Sales',
  attributes: { cn: ['Sales'], description: ['All'] },
  members: await complete(guids.map(member)),
  primaryMembers: [],
})

describe('the surplus of a group', () => {
  it('is whom the cloud does not want, and nobody else', async () => {
    const sales = await group('ann', 'bob', 'cy')
    const surplus = surplusOf(sales, ({ guid }) => guid === 'bob')
    expect(surplus).to.deep.equal({ guid: 'g', members: [member('ann'), member('cy')] })
    expect(sales.members.items).to.have.lengthOf(3)
  })

  it('is everybody where nobody is wanted, but for members by primary group, whom AD does not let go', async () => {
    const surplus = surplusOf({ ...(await group('ann', 'bob')), primaryMembers: [member('cy')] }, nobody)
    expect(surplus.members.map(({ guid }) => guid)).to.deep.equal(['ann', 'bob'])
  })

  it('shrinks by who turned out to be wanted, and never grows', async () => {
    const surplus = surplusOf(await group('ann', 'bob'), nobody)
    expect(reduceSurplus(surplus, new Set(['ann', 'elsewhere']))).to.deep.equal({
      guid: 'g',
      members: [member('bob')],
    })
    expect(surplus.members).to.have.lengthOf(2)
  })

  it('cannot be written by hand, and is not made of members that were not read to the end', async () => {
    const sales = await group('ann')
    const surplus = surplusOf(sales, nobody)
    // @ts-expect-error only surplusOf makes one
    const forged: Surplus = { guid: 'g', members: [member('bob')] }
    // @ts-expect-error nor can one be extended
    const extended: Surplus = { ...surplus, members: [member('bob')] }
    // @ts-expect-error the group's members have to be complete
    const short: DirectoryGroup = { ...sales, members: { items: sales.members.items } }
    expect([forged, extended, short]).to.have.lengthOf(3)
  })
})

describe('a removal', () => {
  it('takes the surplus out, and says of each what is known', async () => {
    const surplus = surplusOf(await group('ann', 'bob'), nobody)
    const annotate: Annotate = (one) => ({ ...one, ...(one.guid === 'bob' && { disabled: true }) })
    expect(removeMembers(surplus, 'CN=Sales', order, annotate)).to.deep.equal({
      type: 'removeMembers',
      guid: 'g',
      dn: 'CN=Sales',
      members: [member('ann'), { ...member('bob'), disabled: true }],
    })
  })

  it('can be divided, and is itself left as it was', async () => {
    const removal = removeMembers(surplusOf(await group('ann', 'bob'), nobody), 'CN=Sales', order, plainly)
    const part = partOfRemoval(removal, ({ guid }) => guid === 'bob')
    expect(part).to.deep.equal({ ...removal, members: [member('bob')] })
    expect(removal.members).to.have.lengthOf(2)
  })

  it('takes any evidence there is', async () => {
    const proof = proveByCount(listingOf(await complete([])), 0)
    const surplus = surplusOf(await group('ann'), nobody)
    expect(proof && removeMembers(surplus, 'CN=Sales', proof, plainly).members).to.have.lengthOf(1)
  })

  it('cannot be written by hand', async () => {
    const surplus = surplusOf(await group('ann'), nobody)
    const made = removeMembers(surplus, 'CN=Sales', order, plainly)
    // @ts-expect-error only removeMembers makes one
    const written: RemoveMembers = { type: 'removeMembers', guid: 'g', dn: 'CN=Sales', members: [] }
    // @ts-expect-error not as any change either
    const change: Change = { type: 'removeMembers', guid: 'g', dn: 'CN=Sales', members: [] }
    // @ts-expect-error nor with more people than the surplus has
    const spread: RemoveMembers = { ...made, members: [member('bob')] }
    const told: UnprovenChange = { type: 'removeMembers', guid: 'g', dn: 'CN=Sales', members: [] }
    // @ts-expect-error what waits for proof is only told
    const unproven: Change = told
    expect([written, change, spread, unproven]).to.have.lengthOf(4)
  })

  it('is not made without evidence, nor with what looks like it', async () => {
    const surplus = surplusOf(await group('ann'), nobody)
    // @ts-expect-error nothing is no evidence
    const without = () => removeMembers(surplus, 'CN=Sales', undefined, plainly)
    // @ts-expect-error nor is a literal
    const literal = () => removeMembers(surplus, 'CN=Sales', { by: 'count' }, plainly)
    // @ts-expect-error nor a spread of evidence
    const spread = () => removeMembers(surplus, 'CN=Sales', { ...order }, plainly)
    const doubtful: Evidence | undefined = proveByCount(listingOf(await complete([])), 1)
    // @ts-expect-error nor a proof that may have failed
    const failed = () => removeMembers(surplus, 'CN=Sales', doubtful as Evidence | undefined, plainly)
    expect([without, literal, spread, failed]).to.have.lengthOf(4)
  })
})

describe('a deletion', () => {
  it('keeps what is lost', async () => {
    const sales = await group('ann', 'bob')
    const annotate: Annotate = (one) => ({ ...one, ...(one.guid === 'bob' && { cause: 'softDeleted' }) })
    const change = deleteGroup(sales, order, annotate)
    expect(change).to.deep.equal({
      type: 'deleteGroup',
      guid: 'g',
      dn: 'CN=Sales',
      sid: 'S-g',
      attributes: { cn: ['Sales'], description: ['All'] },
      members: [member('ann'), { ...member('bob'), cause: 'softDeleted' }],
    })
    expect(change.members, 'a copy').to.not.equal(sales.members.items)
  })

  it('cannot be written by hand', async () => {
    const sales = await group('ann')
    const made = deleteGroup(sales, order, plainly)
    const { type, guid, dn, sid, attributes, members } = made
    // @ts-expect-error only deleteGroup makes one
    const written: DeleteGroup = { type, guid, dn, sid, attributes, members }
    // @ts-expect-error not as any change either
    const change: Change = { type, guid, dn, sid, attributes, members }
    // @ts-expect-error not out of another one either
    const spread: DeleteGroup = { ...made, guid: 'another' }
    // @ts-expect-error a removal is no deletion
    const other: DeleteGroup = removeMembers(surplusOf(sales, nobody), 'CN=x', order, plainly)
    // @ts-expect-error and without evidence there is none
    const without = () => deleteGroup(sales, undefined, plainly)
    // @ts-expect-error nor with a literal
    const literal = () => deleteGroup(sales, { reason: 'deletedInCloud' }, plainly)
    expect([written, change, spread, other, without, literal]).to.have.lengthOf(6)
  })
})
