import { expect } from 'chai'
import { pagedResults } from '../../../src/ad/ldap/controls.js'
import { equals, startsWith } from '../../../src/ad/ldap/filter.js'
import { useDirectory } from './support/fixture.js'
import type { Search } from './support/operations.js'
import { cookieOf } from './support/paging.js'
import { texts, type Reply, type Wire, type WireEntry } from './support/wire.js'

const sizes = (entry: WireEntry | undefined): Record<string, number> =>
  Object.fromEntries([...(entry?.attributes ?? [])].map(([name, values]) => [name, values.length]))

describe('the embedded directory: no more than 1,500 values per response (MaxValRange)', () => {
  const fixture = useDirectory()
  const dns: string[] = []
  let crowd: string

  before(() => {
    const { directory, ou } = fixture()
    dns.push(...directory.addUsers(3200, directory.addOu('Crowd', ou)).map(({ dn }) => dn))
    crowd = directory.addGroup({ name: 'crowd', ou, members: dns }).dn
  })

  const read = async (base: string, ...attributes: string[]) =>
    (await fixture().admin.search({ base, scope: 'base', attributes })).entries[0]

  it('returns 1,500 values plainly, and of more the first 1,500 as a range with an empty attribute', async () => {
    const { directory, ou } = fixture()
    const full = directory.addGroup({ name: 'full', ou, members: dns.slice(0, 1500) }).dn
    expect(sizes(await read(full, 'member'))).to.deep.equal({ member: 1500 })
    directory.addMembers(full, dns[1500] ?? '')
    expect(sizes(await read(full, 'member'))).to.deep.equal({ member: 0, 'member;range=0-1499': 1500 })
  })

  it('returns the rest by range, and marks the last range', async () => {
    const pieces = [
      await read(crowd, 'member'),
      await read(crowd, 'member;range=1500-*'),
      await read(crowd, 'member;range=3000-*'),
    ]
    expect(pieces.map(sizes)).to.deep.equal([
      { member: 0, 'member;range=0-1499': 1500 },
      { 'member;range=1500-2999': 1500 },
      { 'member;range=3000-*': 200 },
    ])
    const all = pieces.flatMap((entry) => [...(entry?.attributes.values() ?? [])].flat().map(String))
    expect(all).to.deep.equal(dns)
  })

  for (const [asked, given, count] of [
    ['0-9', '0-9', 10],
    ['10-10', '10-10', 1],
    ['0-5000', '0-1499', 1500],
    ['0-*', '0-1499', 1500],
    ['3100-3500', '3100-*', 100],
    ['3190-3199', '3190-*', 10],
  ] as const) {
    it(`returns ${given} for a range of ${asked}`, async () => {
      expect(sizes(await read(crowd, `MEMBER;Range=${asked}`))).to.deep.equal({
        [`member;range=${given}`]: count,
      })
    })
  }

  it('rejects a range after the last value, except with the control', async () => {
    const { admin } = fixture()
    const beyond: Search = { base: crowd, scope: 'base', attributes: ['member;range=3200-*'] }
    expect(await admin.search(beyond))
      .to.include({ code: 1 })
      .and.to.have.property('entries').that.is.empty
    const controls = [{ type: '1.2.840.113556.1.4.1948', critical: true }]
    const { code, entries } = await admin.search({ ...beyond, controls })
    expect([code, sizes(entries[0])]).to.deep.equal([0, {}])
  })

  it('limits back links too, but not other attributes', async () => {
    const { directory, ou } = fixture()
    const popular = directory.addUser({ name: 'popular', ou })
    const groups = directory.addOu('Many', ou)
    for (let index = 0; index < 1501; index++)
      directory.addGroup({ name: `m${index}`, ou: groups, members: [popular.dn] })
    expect(sizes(await read(popular.dn, 'memberOf', 'cn'))).to.deep.equal({
      memberOf: 0,
      'memberOf;range=0-1499': 1500,
      cn: 1,
    })
  })

  it('returns the name of the range only with typesOnly', async () => {
    const search: Search = { base: crowd, scope: 'base', attributes: ['member'], typesOnly: true }
    const { entries } = await fixture().admin.search(search)
    expect(sizes(entries[0])).to.deep.equal({ member: 0, 'member;range=0-1499': 0 })
  })

  it('applies a changed limit from the next request on', async () => {
    const { limits } = fixture().directory
    limits.maxValRange = 5
    expect(sizes(await read(crowd, 'member'))).to.deep.equal({ member: 0, 'member;range=0-4': 5 })
    limits.maxValRange = 1500
  })
})

describe('the embedded directory: no more than 1,000 entries per response (MaxPageSize)', () => {
  const fixture = useDirectory()
  let people: string
  before(() => {
    const { directory, ou } = fixture()
    people = directory.addOu('People', ou)
    directory.addUsers(2500, people)
  })

  const search = (
    size: number,
    cookie: Buffer = Buffer.alloc(0),
    more: Partial<Search> = {},
    wire: Wire = fixture().admin,
  ) =>
    wire.search({
      base: people,
      scope: 'one',
      attributes: ['1.1'],
      controls: [pagedResults(size, cookie)],
      ...more,
    })

  async function walk(size: number, more?: Partial<Search>): Promise<Reply[]> {
    const pages = [await search(size, undefined, more)]
    for (let page = pages[0]; page && cookieOf(page).length > 0; page = pages.at(-1))
      pages.push(await search(size, cookieOf(page), more))
    return pages
  }

  it('returns the first 1,000 with an error if the search is not paged', async () => {
    const { code, entries } = await fixture().admin.search({
      base: people,
      scope: 'one',
      attributes: ['1.1'],
    })
    expect([code, entries.length]).to.deep.equal([4, 1000])
  })

  it('returns exactly 1,000 without an error', async () => {
    const filter = startsWith('sAMAccountName', 'u001')
    const { code, entries } = await fixture().admin.search({ base: people, filter, attributes: ['1.1'] })
    expect([code, entries.length]).to.deep.equal([0, 1000])
  })

  for (const [size, expected] of [
    [1000, [1000, 1000, 500]],
    [5000, [1000, 1000, 500]],
    [900, [900, 900, 700]],
    [1250, [1000, 1000, 500]],
  ] as const) {
    it(`returns pages of ${expected[0]} for a page size of ${size}, each entry once`, async () => {
      const pages = await walk(size)
      expect(pages.map(({ entries }) => entries.length)).to.deep.equal(expected)
      expect(pages.map(({ code }) => code)).to.deep.equal(expected.map(() => 0))
      expect(new Set(pages.flatMap(({ entries }) => entries.map(({ dn }) => dn))).size).to.equal(2500)
    })
  }

  it('ends with an empty cookie on the last page', async () => {
    const pages = await walk(500)
    expect(pages.map(({ entries }) => entries.length)).to.deep.equal([500, 500, 500, 500, 500])
    const none = await search(10, undefined, { filter: equals('cn', 'nobody') })
    expect([none.entries.length, cookieOf(none).length]).to.deep.equal([0, 0])
  })

  it('accepts a cookie once, for the same search, on the same connection', async () => {
    const other = await fixture().signIn(fixture().directory.adminDn, fixture().directory.adminPassword)
    const cookie = cookieOf(await search(10))
    expect((await search(10, cookie, {}, other)).code).to.equal(12)
    expect((await search(10, cookie)).code).to.equal(0)
    expect((await search(10, cookie)).code).to.equal(12)
    const changed = await search(10, cookieOf(await search(10)), { filter: equals('cn', 'x') })
    expect(changed.code).to.equal(12)
    expect(changed.text).to.match(/^00000057: LdapErr: .*Error processing control/)
  })

  it('keeps ten result sets per connection and drops the oldest', async () => {
    const cookies: Buffer[] = []
    for (let index = 0; index < 11; index++) cookies.push(cookieOf(await search(10)))
    const codes = await Promise.all(cookies.map(async (cookie) => (await search(10, cookie)).code))
    expect(codes).to.deep.equal([12, ...Array<number>(10).fill(0)])
  })

  it('omits entries that were deleted or changed between two pages, and repeats none', async () => {
    const { directory, ou } = fixture()
    const place = directory.addOu('Moving', ou)
    const dns = directory
      .addUsers(
        ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `moving ${name}`),
        place,
      )
      .map(({ dn }) => dn)
    const question = { base: place, filter: startsWith('cn', 'moving') }
    const begin = await search(2, undefined, question)
    directory.remove(dns[2] ?? '')
    directory.rename(dns[3] ?? '', 'elsewhere')
    const second = await search(2, cookieOf(begin), question)
    const names = [begin, second].flatMap(({ entries }) => entries.map(({ dn }) => dn))
    expect(names).to.deep.equal([dns[0], dns[1], dns[4], dns[5]])
  })

  it('stops at the size limit of the client', async () => {
    const { admin } = fixture()
    const own = await admin.search({ base: people, scope: 'one', attributes: ['1.1'], sizeLimit: 7 })
    expect([own.code, own.entries.length]).to.deep.equal([4, 7])
    const enough = await admin.search({ base: people, filter: equals('cn', 'u000001'), sizeLimit: 1 })
    expect([enough.code, enough.entries.length]).to.deep.equal([0, 1])
    const paged = await search(100, undefined, { sizeLimit: 20 })
    expect([paged.code, paged.entries.length, cookieOf(paged).length]).to.deep.equal([4, 20, 0])
  })

  it('lists its limits in the rootDSE', async () => {
    const { entries } = await fixture().admin.search({
      base: '',
      scope: 'base',
      attributes: ['supportedLDAPPolicies'],
    })
    expect(texts(entries[0], 'supportedLDAPPolicies')).to.include.members(['MaxPageSize', 'MaxValRange'])
  })
})
