import { expect } from 'chai'
import type { Connection } from '../../../src/ad/ldap/connection.js'
import { extendedDn, parseExtendedDn } from '../../../src/ad/ldap/controls.js'
import {
  allBits,
  and,
  atLeast,
  equals,
  not,
  or,
  present,
  startsWith,
  type Filter,
} from '../../../src/ad/ldap/filter.js'
import { childDn, equalDn, rdnValue } from '../../../src/model/dn.js'
import { describeSamba, startSamba, type LdifEntry, type Samba } from '../../support/samba.js'
import { connectAsAdmin, readAll, texts } from './ldap.helpers.js'

const special = [...',+"\\<>;=#*()&|!/%~'].flatMap((char) => [`a${char}b`, `${char}a`, `a${char}`])
const names = new Set([
  ...special,
  ...[' lead', 'trail ', '  two  ', 'a  b', '#1234', 'a\\5cb', 'a\\2cb', '\\', 'a\\', '\\,', ',,', '""'],
  ...['José', 'Zoë 👍🏽', 'مجموعة المبيعات', 'עברית 1', '日本語', 'e\u0301', 'tab\tbed', 'x'.repeat(64)],
])

/** Universal and security-enabled. */
const group = { objectClass: ['group'], groupType: ['-2147483640'] }

describeSamba('a connection to a Samba AD DC', function () {
  this.timeout(60_000)
  let samba: Samba
  let connection: Connection
  let ou: string

  const witness = async (base: string, ...rest: string[]): Promise<LdifEntry | undefined> =>
    (await samba.ldapsearch('-b', base, '-s', 'base', ...rest))[0]

  before(async () => {
    samba = await startSamba()
    connection = await connectAsAdmin(samba)
    ou = await samba.addOu('Connection')
  })
  after(async () => {
    connection?.close()
    await samba?.stop()
  })

  it('creates, finds, modifies, renames, moves and deletes objects with special characters in their names', async () => {
    const from = await samba.addOu('From')
    const to = await samba.addOu('To')
    for (const [index, name] of [...names].entries()) {
      const dn = childDn(name, from)
      await connection.add(dn, { ...group, sAMAccountName: [`any${index}`] })
      const found = await readAll(connection, {
        base: from,
        scope: 'one',
        filter: equals('cn', name),
        attributes: ['cn'],
      })
      expect(
        found.map((entry) => texts(entry, 'cn')),
        name,
      ).to.deep.equal([[name]])
      const handle = found[0]?.dn ?? ''
      expect(rdnValue(handle), handle).to.equal(name)
      expect(equalDn(handle, dn)).to.be.true
      await connection.modify(handle, [{ operation: 'replace', attribute: 'info', values: [name] }])
      await connection.modifyDn(handle, `CN=renamed${index}`)
      await connection.modifyDn(childDn(`renamed${index}`, from), dn.slice(0, -from.length - 1), to)
      const moved = await witness(childDn(name, to), 'cn', 'info')
      expect(moved?.attributes.get('cn')?.map(String), name).to.deep.equal([name])
      expect(moved?.attributes.get('info')?.map(String), name).to.deep.equal([name])
    }
    const all = await readAll(connection, { base: to, scope: 'one', attributes: ['1.1'] })
    expect(all).to.have.length(names.size)
    for (const { dn } of all) await connection.delete(dn)
    expect(await readAll(connection, { base: to, scope: 'one', attributes: ['1.1'] })).to.deep.equal([])
  })

  it('finds objects by a binary GUID filter, and reads them by <GUID=…> and <SID=…>', async () => {
    const users = await samba.seedUsers(300, await samba.addOu('Binary'))
    for (const { dn, guid, sid } of users) {
      const request = { scope: 'base', attributes: ['objectGUID', 'objectSid'] } as const
      const [byGuid] = await readAll(connection, { ...request, base: `<GUID=${guid}>` })
      expect(byGuid?.dn).to.equal(dn)
      expect((await readAll(connection, { ...request, base: `<SID=${sid}>` }))[0]?.dn).to.equal(dn)
      const filter = equals('objectGUID', byGuid?.attributes.get('objectguid')?.[0] ?? '')
      const [byBytes] = await readAll(connection, {
        base: samba.baseDn,
        scope: 'sub',
        filter,
        attributes: ['1.1'],
      })
      expect(byBytes?.dn).to.equal(dn)
    }
    const one = await witness(users[0]?.dn ?? '', 'objectGUID')
    const [same] = await readAll(connection, {
      base: users[0]?.dn ?? '',
      scope: 'base',
      attributes: ['objectGUID'],
    })
    expect(same?.attributes.get('objectguid')).to.deep.equal(one?.attributes.get('objectguid'))
  })

  it('adds members by SID and GUID, and reads them with both', async () => {
    const people = await samba.addOu('Members')
    const users = await samba.seedUsers(['ann', 'bob', 'cyd', 'dan'], people)
    const dn = `CN=team,${ou}`
    await connection.add(dn, group)
    const values = users.map(({ sid, guid }, index) => (index % 2 ? `<GUID=${guid}>` : `<SID=${sid}>`))
    await connection.modify(dn, [{ operation: 'add', attribute: 'member', values }])
    const read = async () => {
      const request = { base: dn, scope: 'base', attributes: ['member'], controls: [extendedDn] } as const
      return texts((await readAll(connection, request))[0], 'member')?.map(parseExtendedDn) ?? []
    }
    const bySid = (a?: { sid?: string | null }, b?: { sid?: string | null }) =>
      (a?.sid ?? '') < (b?.sid ?? '') ? -1 : 1
    expect((await read()).sort(bySid)).to.deep.equal([...users].sort(bySid))
    await connection.modify(dn, [{ operation: 'delete', attribute: 'member', values: values.slice(1) }])
    expect(await read()).to.deep.equal(users.slice(0, 1))
  })

  it('writes several binary values unchanged', async () => {
    const dn = `CN=bytes,${ou}`
    const values = [Buffer.from([0, 0xff, 0x80, 0xc3]), Buffer.from([0xfe, 0xed])]
    await connection.add(dn, { ...group, userCertificate: values })
    const kept = (await witness(dn, 'userCertificate'))?.attributes.get('usercertificate') ?? []
    expect(kept.map((value) => value.toString('hex'))).to.have.members(
      values.map((value) => value.toString('hex')),
    )
  })

  it('supports every kind of filter', async () => {
    const filtered = await samba.addOu('Filters')
    for (const cn of ['Élan *1', 'Élan 2', 'other']) await connection.add(childDn(cn, filtered), group)
    const find = async (filter: Filter) =>
      (await readAll(connection, { base: filtered, scope: 'one', filter, attributes: ['cn'] }))
        .map((entry) => texts(entry, 'cn')?.[0])
        .sort()
    const both = ['Élan *1', 'Élan 2'].sort()
    expect(await find(startsWith('cn', 'Élan'))).to.deep.equal(both)
    expect(await find(startsWith('cn', 'Élan *'))).to.deep.equal(['Élan *1'])
    expect(await find(or(equals('cn', 'Élan *1'), equals('cn', 'Élan 2')))).to.deep.equal(both)
    expect(await find(and(present('objectSid'), not(equals('cn', 'other'))))).to.deep.equal(both)
    expect(await find(allBits('groupType', 0x80000008 | 0))).to.have.length(3)
    expect(await find(allBits('groupType', 1))).to.deep.equal([])
    expect(await find(atLeast('uSNChanged', '1'))).to.have.length(3)
    expect(await find(atLeast('uSNChanged', '99999999'))).to.deep.equal([])
  })

  it('reads 2,500 objects in pages; only the final one is last', async () => {
    const people = await samba.addOu('Pages')
    await samba.seedUsers(
      Array.from({ length: 2500 }, (_, index) => `page${index}`),
      people,
    )
    const pages: Array<[number, boolean]> = []
    const seen = new Set<string>()
    for await (const { items, last } of connection.search({
      base: people,
      scope: 'one',
      attributes: ['1.1'],
    })) {
      pages.push([items.length, last])
      for (const { dn } of items) seen.add(dn)
    }
    expect(pages).to.deep.equal([[1000, false], [1000, false], [500, true]]) // prettier-ignore
    expect(seen.size).to.equal(2500)
    const none = { base: people, scope: 'sub', filter: equals('cn', 'nobody'), attributes: ['cn'] } as const
    for await (const page of connection.search(none)) expect(page).to.deep.equal({ items: [], last: true })
  })

  it('ignores referrals to other partitions of the forest', async () => {
    const request = {
      base: samba.baseDn,
      scope: 'sub',
      filter: equals('cn', 'Domain Admins'),
      attributes: ['cn'],
    } as const
    expect(await readAll(connection, request)).to.have.length(1)
  })
})
