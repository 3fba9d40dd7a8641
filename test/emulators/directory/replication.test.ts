/** Replication of conflicting changes on two controllers. */
import { expect } from 'chai'
import type { Controller } from '../../../src/emulators/directory/controllers.js'
import type { EmbeddedDirectory } from '../../../src/emulators/directory/directory.js'
import { useDirectory } from './support/fixture.js'

describe('the embedded directory: changes on two controllers', () => {
  let time = Date.UTC(2026, 10, 1)
  const fixture = useDirectory({ now: () => time })
  let first: EmbeddedDirectory
  let second: Controller
  let ou: string
  before(async () => {
    first = fixture().directory
    second = await first.addController()
  })

  let number = 0
  beforeEach(() => {
    ou = first.addOu(`Case ${++number}`)
    second.replicate()
  })

  /** Makes a change that is later than the previous one. */
  const later = <T>(change: () => T): T => {
    time += 1000
    return change()
  }
  const both = () => [first, second]
  const attributesOf = (name: string) => both().map((one) => one.read(name)?.attributes ?? {})
  const valuesOf = (name: string, key: string) => attributesOf(name).map((attributes) => attributes[key])
  const membersOf = (name: string) => both().map((one) => [...(one.read(name)?.members ?? [])].sort())
  const group = (name: string, members: string[] = []) => {
    const made = first.addGroup({ name, ou, members })
    second.replicate()
    return { ...made, name: `<GUID=${made.guid}>` }
  }

  it('are merged per attribute, and the later change of one attribute wins', () => {
    const { dn } = group('merged')
    later(() => first.edit(dn, { description: 'first', mail: 'first@contoso.com' }))
    later(() => second.edit(dn, { description: 'second', info: 'second' }))
    later(() => first.edit(dn, { displayName: 'first' }))
    second.replicate()
    for (const attributes of attributesOf(dn)) {
      expect(attributes).to.deep.include({
        description: ['second'],
        mail: ['first@contoso.com'],
        info: ['second'],
        displayName: ['first'],
      })
    }
  })

  it('win by version before time', () => {
    const { dn } = group('numbered')
    for (const info of ['one', 'two']) later(() => first.edit(dn, { info }))
    later(() => second.edit(dn, { info: 'later, but once' }))
    second.replicate()
    expect(valuesOf(dn, 'info')).to.deep.equal([['two'], ['two']])
  })

  it('include removed values', () => {
    const { dn } = group('emptied')
    first.edit(dn, { description: 'x', info: 'x' })
    second.replicate()
    later(() => first.edit(dn, { description: undefined }))
    later(() => second.edit(dn, { info: undefined }))
    second.replicate()
    for (const attributes of attributesOf(dn)) expect(attributes).to.not.have.any.keys('description', 'info')
  })

  it('are merged per member', () => {
    const [ann = '', bob = '', cyd = '', dan = '', eve = ''] = first
      .addUsers(
        ['ann', 'bob', 'cyd', 'dan', 'eve'].map((name) => `${name} of ${number}`),
        ou,
      )
      .map(({ dn }) => dn)
    const { dn } = group('members', [ann, bob, eve])
    later(() => first.addMembers(dn, cyd, dan))
    later(() => first.removeMembers(dn, ann, eve))
    later(() => second.removeMembers(dn, bob))
    later(() => second.addMembers(dn, dan))
    later(() => second.removeMembers(dn, eve))
    later(() => second.addMembers(dn, eve))
    second.replicate()
    expect(membersOf(dn)).to.deep.equal([
      [cyd, dan, eve],
      [cyd, dan, eve],
    ])
    expect(valuesOf(eve, 'memberOf')).to.deep.equal([[dn], [dn]])
  })

  it('leave one value of a single-valued link', () => {
    const [ann, bob] = first.addUsers([`manager ${number}`, `other ${number}`], ou).map(({ dn }) => dn)
    const { dn } = group('managed')
    later(() => second.edit(dn, { managedBy: ann }))
    later(() => first.edit(dn, { managedBy: bob }))
    second.replicate()
    expect(valuesOf(dn, 'managedBy')).to.deep.equal([[bob], [bob]])
  })

  it('follow renamed and moved objects', () => {
    const { dn, name } = group('moved')
    const place = later(() => first.addOu('Place', ou))
    later(() => first.move(name, place))
    const holder = later(() => second.addGroup({ name: 'holder', ou, members: [dn] }).dn)
    later(() => second.rename(ou, `Renamed ${number}`))
    second.replicate()
    const moved = `CN=moved,OU=Place,OU=Renamed ${number},${first.baseDn}`
    expect(both().map((one) => one.read(name)?.dn)).to.deep.equal([moved, moved])
    expect(membersOf(holder.replace(`OU=Case ${number}`, `OU=Renamed ${number}`))).to.deep.equal([
      [moved],
      [moved],
    ])
  })

  it('can swap names', () => {
    const [one, other] = [group('one'), group('other')]
    later(() => first.rename(one.name, 'between'))
    later(() => first.rename(other.name, 'one'))
    later(() => first.rename(one.name, 'other'))
    second.replicate()
    for (const side of both()) {
      expect(side.read(one.name)?.dn).to.equal(`CN=other,${ou}`)
      expect(side.read(other.name)?.dn).to.equal(`CN=one,${ou}`)
    }
    expect(first.tree()).to.equal(second.tree())
  })

  it('rename the earlier of two objects with one name, and the account name of the later one', () => {
    const early = later(() => first.addGroup({ name: 'same', ou }))
    const late = later(() => second.addGroup({ name: 'Same', ou }))
    second.replicate()
    for (const side of both()) {
      expect(side.read(`<GUID=${late.guid}>`)?.dn).to.equal(`CN=Same,${ou}`)
      expect(side.read(`<GUID=${early.guid}>`)?.dn).to.equal(`CN=same\\0ACNF:${early.guid},${ou}`)
      expect(side.read(early.dn)?.guid).to.equal(late.guid)
      expect(side.find('sAMAccountName', 'same').map(({ guid }) => guid)).to.deep.equal([early.guid])
    }
    const rid = Number(late.sid.slice(late.sid.lastIndexOf('-') + 1)).toString(16)
    expect(valuesOf(late.dn, 'sAMAccountName')).to.deep.equal([[`$DUPLICATE-${rid}`], [`$DUPLICATE-${rid}`]])
  })

  it('rename an object that was renamed to a name that is new on the other side', () => {
    const { name, guid } = group('renamed')
    later(() => first.rename(name, 'wanted'))
    const late = later(() => second.addContact('wanted', ou))
    second.replicate()
    expect(both().map((one) => one.read(name)?.dn)).to.deep.equal(
      Array(2).fill(`CN=wanted\\0ACNF:${guid},${ou}`),
    )
    expect(both().map((one) => one.read(late.dn)?.guid)).to.deep.equal([late.guid, late.guid])
  })

  it('lose against a deletion', () => {
    const { dn, name } = group('gone')
    const member = first.addUser({ name: `of gone ${number}`, ou }).dn
    second.replicate()
    later(() => first.remove(dn))
    later(() => second.edit(dn, { description: 'too late' }))
    later(() => second.rename(dn, 'too late'))
    later(() => second.addMembers(name, member))
    second.replicate()
    expect(both().map((one) => one.find('cn', 'too late'))).to.deep.equal([[], []])
    for (const side of both()) {
      expect(side.read(name)).to.equal(undefined)
      expect(side.tree(ou)).to.not.include('too late')
      expect(side.read(member)?.attributes).to.not.have.property('memberOf')
    }
  })

  it('move objects of a deleted container to LostAndFound', () => {
    const place = first.addOu('Place', ou)
    second.replicate()
    later(() => first.remove(place))
    const { guid } = later(() => second.addGroup({ name: `orphan ${number}`, ou: place }))
    second.replicate()
    const shelter = `CN=orphan ${number},CN=LostAndFound,${first.baseDn}`
    expect(both().map((one) => one.read(`<GUID=${guid}>`)?.dn)).to.deep.equal([shelter, shelter])
  })

  it('cannot move two containers into each other', () => {
    const [a, b] = ['A', 'B'].map((name) => first.addOu(`${name} of ${number}`, ou))
    const guids = [a, b].map((dn) => `<GUID=${first.read(dn ?? '')?.guid}>`)
    second.replicate()
    later(() => first.move(guids[0] ?? '', b ?? ''))
    later(() => second.move(guids[1] ?? '', a ?? ''))
    second.replicate()
    expect(first.tree()).to.equal(second.tree())
    for (const guid of guids) expect(first.read(guid)?.dn).to.match(/^OU=[AB] of/)
  })

  it('include the primary group', () => {
    const { dn } = first.addUser({ name: `primary ${number}`, ou })
    const { dn: primary, sid } = group('chosen', [dn])
    later(() => second.edit(dn, { primaryGroupID: sid.slice(sid.lastIndexOf('-') + 1) }))
    second.replicate()
    expect(membersOf(primary)).to.deep.equal([[], []])
    expect(
      membersOf(`CN=Domain Users,CN=Users,${first.baseDn}`).map((list) => list.includes(dn)),
    ).to.deep.equal([true, true])
  })

  it('are not replicated twice', async () => {
    group('quiet')
    second.replicate()
    const usn = () => both().map((one) => Number(one.read(ou)?.attributes['uSNChanged']))
    const top = async () => {
      const { entries } = await fixture().admin.search({ base: '', scope: 'base' })
      return String(entries[0]?.attributes.get('highestCommittedUSN'))
    }
    const before = [usn(), await top()]
    second.replicate()
    expect([usn(), await top()]).to.deep.equal(before)
  })

  it('count as changes of the receiving controller, with its own time', () => {
    const { dn } = group('counted')
    const before = valuesOf(dn, 'uSNChanged').map(Number)
    later(() => first.edit(dn, { info: 'x' }))
    const [own] = valuesOf(dn, 'whenChanged')
    time += 60_000
    second.replicate()
    const after = valuesOf(dn, 'uSNChanged').map(Number)
    for (const index of [0, 1]) expect(after[index]).to.be.greaterThan(before[index] ?? 0)
    const [mine, theirs] = valuesOf(dn, 'whenChanged')
    expect(mine).to.deep.equal(own)
    expect(theirs).to.not.deep.equal(own)
    const [created, createdThere] = valuesOf(dn, 'whenCreated')
    expect(createdThere).to.deep.equal(created)
  })
})
