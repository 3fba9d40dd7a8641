import { expect } from 'chai'
import fc from 'fast-check'
import type { CompleteRead } from '../../src/model/completeRead.js'
import {
  listingOf,
  orderByPerson,
  proveByCount,
  proveByRepetition,
  proveDeleted,
  proveLeftScope,
  type Evidence,
  type MemberListing,
  type PersonsOrder,
  type ProvenAbsence,
  type ProvenMembers,
} from '../../src/model/evidence.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { GroupLocation } from '../../src/model/location.js'
import type { CloudMember } from '../../src/model/member.js'
import { complete } from '../memory/cloud.js'

const member = (id: string): CloudMember => ({ id, kind: 'user', guest: false })
const listed = async (...ids: string[]): Promise<MemberListing> => listingOf(await complete(ids.map(member)))
const minute = 60_000
const now = new Date('2026-01-02T12:00:00.000Z')
const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString()

describe('what remains of a listing', () => {
  it('is the same for the same members, in whatever order, and for no others', async () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(ids, ids, fc.infiniteStream(fc.double({ noNaN: true })), async (a, b, order) => {
        const weights = new Map(a.map((id) => [id, order.next().value ?? 0]))
        const shuffled = [...a].sort((x, y) => (weights.get(x) ?? 0) - (weights.get(y) ?? 0))
        const [first, again, other] = [await listed(...a), await listed(...shuffled), await listed(...b)]
        expect(again).to.deep.equal(first)
        expect(first.size).to.equal(a.length)
        const areSame = a.length === b.length && a.every((id) => b.includes(id))
        expect(first.digest === other.digest).to.equal(areSame)
      }),
    )
  })

  it('does not take two ids for one', async () => {
    expect((await listed('ab', 'c')).digest).to.not.equal((await listed('a', 'bc')).digest)
    expect((await listed('a', 'b')).digest).to.not.equal((await listed('ab')).digest)
    expect((await listed()).digest).to.not.equal((await listed('')).digest)
  })
})

describe('members are proved by a count', () => {
  const cases: Array<[what: string, ids: string[], count: number | undefined, proof: boolean]> = [
    ['the same', ['a', 'b'], 2, true],
    ['none, of none listed', [], 0, true],
    ['more: the listing may be short', ['a', 'b'], 3, false],
    ['fewer: the index may lag', ['a', 'b'], 1, false],
    ['more than none listed', [], 5, false],
    ['none given', ['a'], undefined, false],
    ['none given for an empty listing', [], undefined, false],
  ]
  for (const [what, ids, count, proof] of cases) {
    it(`${proof ? 'where it is' : 'but not where it is'} ${what}`, async () => {
      expect(proveByCount(await listed(...ids), count)).to.deep.equal(proof ? { by: 'count' } : undefined)
    })
  }
})

describe('members that are listed twice', () => {
  it('count once', async () => {
    const listing = await listed('a', 'b', 'a')
    expect(listing).to.deep.equal(await listed('a', 'b'))
    expect(proveByCount(listing, 3)).to.equal(undefined)
    expect(proveByCount(listing, 2)).to.deep.equal({ by: 'count' })
  })
})

describe('members are proved by a second listing', () => {
  const apart = 5 * minute
  const cases: Array<[what: string, earlier: string[] | undefined, at: string, proof: boolean]> = [
    ['of the same members, five minutes before', ['b', 'a'], ago(apart), true],
    ['of the same members, a day before', ['a', 'b'], ago(24 * 60 * minute), true],
    ['of the same members, just under five minutes before', ['a', 'b'], ago(apart - 1), false],
    ['of the same members, now', ['a', 'b'], ago(0), false],
    ['of the same members, by a clock that was ahead', ['a', 'b'], ago(-10 * minute), false],
    ['of the same members, nobody knows when', ['a', 'b'], 'once', false],
    ['of other members', ['a', 'c'], ago(apart), false],
    ['of fewer members', ['a'], ago(apart), false],
    ['that never was', undefined, '', false],
  ]
  for (const [what, earlier, at, proof] of cases) {
    it(`${proof ? 'namely one' : 'but not by one'} ${what}`, async () => {
      const sighting = earlier && { digest: (await listed(...earlier)).digest, at }
      const proven = proveByRepetition(await listed('a', 'b'), sighting, now, apart)
      expect(proven).to.deep.equal(proof ? { by: 'repetition' } : undefined)
    })
  }

  it('but never by one of the future, whatever time between them is asked for', async () => {
    const listing = await listed('a')
    const sighting = { digest: listing.digest, at: ago(-1) }
    expect(proveByRepetition(listing, sighting, now, -10 * minute)).to.equal(undefined)
  })
})

const group: CloudGroup = {
  id: 'a',
  displayName: 'A',
  kind: 'security',
  proxyAddresses: [],
  hiddenMembership: false,
}
const places: Record<GroupLocation['place'], GroupLocation> = {
  inScope: { id: 'a', place: 'inScope', group },
  outOfScope: { id: 'a', place: 'outOfScope', group },
  deleted: { id: 'a', place: 'deleted' },
  missing: { id: 'a', place: 'missing' },
}
/** The group among others. */
const located = (...locations: GroupLocation[]): Promise<CompleteRead<GroupLocation>> =>
  complete([{ id: 'x', place: 'deleted' }, ...locations, { id: 'y', place: 'outOfScope', group }])

describe('that a group left the scope', () => {
  for (const [place, location] of Object.entries(places)) {
    const isProof = place === 'outOfScope'
    it(`is ${isProof ? 'proved' : 'not proved'} where it is ${place}`, async () => {
      const expected = isProof ? { reason: 'leftScope' } : undefined
      expect(proveLeftScope(await located(location), 'a')).to.deep.equal(expected)
    })
  }

  it('is not proved where it was not asked for', async () => {
    expect(proveLeftScope(await located(), 'a')).to.equal(undefined)
  })
})

describe('that a group was deleted', () => {
  const apart = 30 * minute
  const cases: Array<
    [place: GroupLocation['place'] | 'notAsked', since: string | undefined, proof: boolean]
  > = [
    ['deleted', undefined, true],
    ['deleted', ago(0), true],
    ['missing', ago(apart), true],
    ['missing', ago(100 * apart), true],
    ['missing', ago(apart - 1), false],
    ['missing', ago(0), false],
    ['missing', ago(-apart), false],
    ['missing', 'once', false],
    ['missing', undefined, false],
    ['inScope', ago(apart), false],
    ['outOfScope', ago(apart), false],
    ['notAsked', ago(apart), false],
  ]
  for (const [place, since, proof] of cases) {
    const what = `it is ${place}${since === undefined ? '' : ` and was missed at ${since}`}`
    it(`is ${proof ? 'proved' : 'not proved'} at 12:00 where ${what}`, async () => {
      const locations = await (place === 'notAsked' ? located() : located(places[place]))
      const expected = proof ? { reason: 'deletedInCloud' } : undefined
      expect(proveDeleted(locations, 'a', since, now, apart)).to.deep.equal(expected)
    })
  }
})

/** The compiler is the test: without the error it expects, each line is one. */
describe('evidence', () => {
  it('cannot be written by hand', () => {
    // @ts-expect-error only a count or a repetition makes one
    const members: ProvenMembers = { by: 'count' }
    // @ts-expect-error only a location makes one
    const absence: ProvenAbsence = { reason: 'leftScope' }
    // @ts-expect-error only orderByPerson makes one
    const order: PersonsOrder = { command: 'disable' }
    // @ts-expect-error nor is any of them evidence
    const any: Evidence = { by: 'count', reason: 'leftScope', command: 'disable' }
    // @ts-expect-error nor a listing
    const listing: MemberListing = { size: 0, digest: '' }
    expect([members, absence, order, any, listing]).to.have.lengthOf(5)
  })

  it('cannot be made out of other evidence', async () => {
    const order = orderByPerson('disable')
    expect(order).to.deep.equal({ command: 'disable' })
    const listing = await listed('a')
    const proof = proveByCount(listing, 1)
    if (!proof) throw new Error('no proof')
    // @ts-expect-error a spread is none
    const spread: PersonsOrder = { ...order }
    // @ts-expect-error nor one of members
    const again: ProvenMembers = { ...proof, by: 'repetition' }
    // @ts-expect-error one kind is not another
    const absence: ProvenAbsence = proof
    // @ts-expect-error nor the other way round
    const members: ProvenMembers = order
    // @ts-expect-error a listing is not made longer or shorter
    const longer: MemberListing = { ...listing, size: 2 }
    // @ts-expect-error and proves nothing by itself
    const without: ProvenMembers = listing
    expect([spread, again, absence, members, longer, without]).to.have.lengthOf(6)
  })

  it('is not made of what was not read to the end', async () => {
    const { items } = await complete([member('a')])
    // @ts-expect-error members have to be complete
    const listing = () => listingOf({ items })
    // @ts-expect-error and locations as well
    const left = () => proveLeftScope({ items: [places.outOfScope] }, 'a')
    // @ts-expect-error and of the deleted ones
    const deleted = () => proveDeleted({ items: [places.deleted] }, 'a', undefined, now, 0)
    // @ts-expect-error a count needs a listing
    const count = () => proveByCount({ size: 1, digest: '' }, 1)
    expect([listing, left, deleted, count]).to.have.lengthOf(4)
  })
})
