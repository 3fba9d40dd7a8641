/** A directory of 50,000 users. Indexed requests are compared with scans by CPU time, not by the clock. */
import { expect } from 'chai'
import { equals, or, startsWith, and } from '../../../src/ad/ldap/filter.js'
import { openFixture, succeed, type Fixture } from './support/fixture.js'
import { texts } from './support/wire.js'
import { cpuOf } from '../../support/cpu.js'

const users = 50_000
const groups = 5_000
const membersPerGroup = 40

describe('the embedded directory: 50,000 users', function () {
  this.timeout(600_000)
  let fixture: Fixture
  let people: Array<{ dn: string; guid: string; sid: string }>
  let container: string

  before(async () => {
    fixture = await openFixture()
    const { directory, ou } = fixture
    container = directory.addOu('Groups', ou)
    people = directory.addUsers(users, directory.addOu('People', ou))
    for (let index = 0; index < groups; index++) {
      const start = (index * 7) % (users - membersPerGroup)
      const members = people.slice(start, start + membersPerGroup).map(({ dn }) => dn)
      const adminDescription = `Group_${index}`
      directory.addGroup({ name: `group ${index}`, ou: container, members, attributes: { adminDescription } })
    }
  })
  after(() => fixture?.close())

  it('has all users', () => {
    expect(fixture.directory.find('sAMAccountName', 'u050000')).to.have.length(1)
  })

  it('finds by index without scanning', async () => {
    const { admin, directory } = fixture
    const person = (index: number) => people[(index * 997) % users] ?? { dn: '', guid: '', sid: '' }
    const questions = [
      (index: number) => equals('sAMAccountName', `u0${10_000 + index}`),
      (index: number) => equals('cn', `group ${index}`),
      (index: number) => equals('objectSid', person(index).sid),
      (index: number) => equals('objectGUID', person(index).guid),
      (index: number) => equals('distinguishedName', person(index).dn),
      (index: number) => equals('adminDescription', `Group_${index}`),
      (index: number) =>
        and(equals('objectClass', 'group'), startsWith('adminDescription', `Group_${1000 + index}`)),
      (index: number) =>
        or(...Array.from({ length: 50 }, (_, n) => equals('objectSid', person(index + n).sid))),
      (index: number) =>
        and(equals('objectClass', 'user'), or(equals('cn', `u0${10_000 + index}`), equals('cn', 'x'))),
    ]
    const all = await cpuOf(3, async () => {
      const { code } = await admin.search({
        base: directory.baseDn,
        filter: equals('description', 'nobody has this'),
      })
      expect(code).to.equal(0)
    })
    for (const [number, question] of questions.entries()) {
      const each = await cpuOf(30, async (index) => {
        const { entries } = await admin.search({
          base: directory.baseDn,
          filter: question(index),
          attributes: ['1.1'],
        })
        expect(entries.length, String(number)).to.be.within(1, 50)
      })
      expect(each, `question ${number}, where looking at everything takes ${all} ms of work`).to.be.below(
        all / 2,
      )
    }
  })

  it('adds 50,000 members to a group, and single members as fast as to a small group', async () => {
    const { admin, directory } = fixture
    const big = directory.addGroup({ name: 'everybody', ou: container })
    const add = (dn: string, from: number, to: number) =>
      admin.modify(dn, [
        {
          operation: 'add',
          attribute: 'member',
          values: people.slice(from, to).map(({ guid }) => `<GUID=${guid}>`),
        },
      ])
    for (let start = 0; start < users - 1000; start += 1000) succeed(await add(big.dn, start, start + 1000))
    const small = directory.addGroup({ name: 'somebody', ou: container })
    const single = (dn: string) =>
      cpuOf(300, async (index) => succeed(await add(dn, users - 1000 + index, users - 999 + index)))
    await single(small.dn)
    const little = await single(directory.addGroup({ name: 'few', ou: container }).dn)
    expect(await single(big.dn)).to.be.below(little * 5 + 2)
    expect(directory.read(big.dn)?.members).to.have.length(users - 700)
  })

  it('reads a group of nearly 50,000 members completely in ranges', async () => {
    const { admin, directory } = fixture
    const dn = directory.find('cn', 'everybody')[0]?.dn ?? ''
    const seen = new Set<string>()
    let requests = 0
    for (let start: number | undefined = 0; start !== undefined; requests++) {
      const attributes = [`member;range=${start}-*`]
      const { entries } = succeed(await admin.search({ base: dn, scope: 'base', attributes }))
      const [name = ''] = [...(entries[0]?.attributes.keys() ?? [])]
      for (const value of texts(entries[0], name) ?? []) seen.add(value)
      start = name.endsWith('*') ? undefined : Number(/-(\d+)$/.exec(name)?.[1]) + 1
    }
    expect(seen.size).to.equal(users - 700)
    expect(requests).to.equal(33)
  })

  it('renames a container of 50,000 objects', async () => {
    const { admin, ou } = fixture
    succeed(await admin.rename(`OU=People,${ou}`, 'OU=Staff'))
    expect(fixture.directory.read(`<GUID=${people[0]?.guid}>`)?.dn).to.equal(`CN=u000001,OU=Staff,${ou}`)
  })
})
