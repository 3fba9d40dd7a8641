import { expect } from 'chai'
import { extendedDn, parseExtendedDn } from '../../../src/ad/ldap/controls.js'
import { equals } from '../../../src/ad/ldap/filter.js'
import { useDirectory } from './support/fixture.js'
import { texts } from './support/wire.js'

describe('the embedded directory: members and their groups', () => {
  const fixture = useDirectory()

  const values = async (base: string, name: string) =>
    texts((await fixture().admin.search({ base, scope: 'base', attributes: [name] })).entries[0], name)

  it('keeps both ends of a link, whatever form of name the member was added by', async () => {
    const { directory, ou, admin } = fixture()
    const people = ['ann', 'bob', 'cyd'].map((name) => directory.addUser({ name, ou }))
    const team = directory.addGroup({ name: 'team', ou }).dn
    const names = people.map(
      ({ dn, guid, sid }, index) => [dn, `<GUID=${guid}>`, `<SID=${sid}>`][index] ?? '',
    )
    await admin.modify(team, [{ operation: 'add', attribute: 'member', values: names }])
    expect(await values(team, 'member')).to.deep.equal(people.map(({ dn }) => dn))
    for (const { dn } of people) expect(await values(dn, 'memberOf')).to.deep.equal([team])
    await admin.modify(team, [{ operation: 'delete', attribute: 'member', values: names.slice(1) }])
    expect(await values(people[2]?.dn ?? '', 'memberOf')).to.equal(undefined)
  })

  it('formats members with GUID and SID with the extended DN control, in both forms', async () => {
    const { directory, ou, admin } = fixture()
    const dan = directory.addUser({ name: 'dan', ou })
    const contact = directory.addContact('eve', ou)
    const { dn } = directory.addGroup({ name: 'extended', ou, members: [dan.dn, contact.dn] })
    const search = { base: dn, scope: 'base', attributes: ['member', 'distinguishedName'] } as const
    const { entries } = await admin.search({ ...search, controls: [extendedDn] })
    expect(texts(entries[0], 'member')?.map(parseExtendedDn)).to.deep.equal([dan, contact])
    expect(entries[0]?.dn).to.equal(texts(entries[0], 'distinguishedName')?.[0])
    const hex = await admin.search({ ...search, controls: [{ type: extendedDn.type, critical: true }] })
    const [member = ''] = texts(hex.entries[0], 'member') ?? []
    expect(member).to.match(/^<GUID=[\da-f]{32}>;<SID=[\da-f]{56}>;CN=dan,/)
    const [byItself] = (await admin.search({ base: member, scope: 'base' })).entries
    expect(byItself?.dn).to.equal(dan.dn)
  })

  it('updates members that are renamed or moved, and removes deleted ones', async () => {
    const { directory, ou, admin } = fixture()
    const place = directory.addOu('Place', ou)
    const fay = directory.addUser({ name: 'fay', ou: place })
    const gus = directory.addUser({ name: 'gus', ou })
    const inner = directory.addGroup({ name: 'inner', ou, members: [fay.dn, gus.dn] })
    const outer = directory.addGroup({ name: 'outer', ou, members: [inner.dn] })
    await admin.rename(place, 'OU=Other place')
    await admin.rename(gus.dn, 'CN=gus the second', `OU=Other place,${ou}`)
    const expected = [`CN=fay,OU=Other place,${ou}`, `CN=gus the second,OU=Other place,${ou}`]
    expect(await values(inner.dn, 'member')).to.deep.equal(expected)
    await admin.delete(`<GUID=${gus.guid}>`)
    expect(await values(inner.dn, 'member')).to.deep.equal(expected.slice(0, 1))
    await admin.delete(inner.dn)
    expect(await values(outer.dn, 'member')).to.equal(undefined)
    expect(await values(`<GUID=${fay.guid}>`, 'memberOf')).to.equal(undefined)
  })

  it('creates a foreign security principal for a SID of another domain, once, and only together with the member', async () => {
    const { directory, ou, admin } = fixture()
    const sid = 'S-1-5-21-11-22-33-44'
    const foreign = `CN=${sid},CN=ForeignSecurityPrincipals,${directory.baseDn}`
    const add = (dn: string, ...more: string[]) =>
      admin.modify(dn, [{ operation: 'add', attribute: 'member', values: [`<SID=${sid}>`, ...more] }])
    const [one, other] = ['first', 'second'].map(
      (name) => directory.addGroup({ name: `${name} local`, ou, type: '-2147483644' }).dn,
    )
    expect((await add(one ?? '', 'CN=nobody,DC=corp,DC=contoso,DC=test')).code).to.equal(32)
    expect(directory.read(foreign)).to.equal(undefined)
    expect((await add(directory.addGroup({ name: 'no foreigners', ou }).dn)).code).to.equal(53)
    expect(directory.read(foreign)).to.equal(undefined)
    for (const dn of [one, other]) expect((await add(dn ?? '')).code).to.equal(0)
    expect(await values(foreign, 'memberOf')).to.deep.equal([one, other])
    expect(directory.read(foreign)?.sid).to.equal(sid)
    const unknown = `<SID=${directory.domainSid}-999999>`
    const own = await admin.modify(one ?? '', [{ operation: 'add', attribute: 'member', values: [unknown] }])
    expect(own.code).to.equal(32)
  })

  const scopes = { global: '-2147483646', universal: '-2147483640', local: '-2147483644' }
  const allowed: Record<string, string[]> = {
    global: ['global', 'user', 'contact'],
    universal: ['global', 'universal', 'user', 'contact'],
    local: ['global', 'universal', 'local', 'user', 'contact'],
  }
  const words: Record<string, RegExp> = {
    'global local': /^00002144/,
    'global universal': /^00002145/,
    'universal local': /^00002146/,
  }
  for (const [outer, type] of Object.entries(scopes)) {
    for (const inner of ['global', 'universal', 'local', 'user', 'contact'] as const) {
      const may = allowed[outer]?.includes(inner) ?? false
      it(`${may ? 'accepts' : 'rejects'} a ${inner} in a ${outer} group`, async () => {
        const { directory, ou, admin } = fixture()
        const name = `${inner} for ${outer}`
        const member =
          inner === 'user'
            ? directory.addUser({ name, account: name.slice(0, 20), ou }).dn
            : inner === 'contact'
              ? directory.addContact(name, ou).dn
              : directory.addGroup({ name, ou, type: scopes[inner] }).dn
        const { dn } = directory.addGroup({ name: `${outer} of ${inner}`, ou, type })
        const reply = await admin.modify(dn, [{ operation: 'add', attribute: 'member', values: [member] }])
        expect(reply.code).to.equal(may ? 0 : 53)
        if (!may) expect(reply.text).to.match(words[`${outer} ${inner}`] ?? /x/)
      })
    }
  }

  it('counts members by primary group without listing them', async () => {
    const { directory, ou, admin } = fixture()
    const hal = directory.addUser({ name: 'hal', ou })
    const users = `CN=Domain Users,CN=Users,${directory.baseDn}`
    expect(
      (await admin.modify(users, [{ operation: 'add', attribute: 'member', values: [hal.dn] }])).code,
    ).to.equal(68)
    const { entries } = await admin.search({
      base: users,
      scope: 'base',
      filter: equals('cn', 'Domain Users'),
      attributes: ['primaryGroupToken'],
    })
    expect(texts(entries[0], 'primaryGroupToken')).to.deep.equal(['513'])
  })
})
