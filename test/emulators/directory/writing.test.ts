import { expect } from 'chai'
import { permissiveModify } from '../../../src/ad/ldap/controls.js'
import { useDirectory } from './support/fixture.js'
import type { Modification, Value } from './support/operations.js'
import { texts, type Reply } from './support/wire.js'

const text = ({ text: said }: Reply): string => said.replace(/\0$/, '')

describe('the embedded directory: writing', () => {
  const fixture = useDirectory()
  let number = 0

  async function group(
    attributes: Record<string, Value | Value[]> = {},
    name = `w${++number}`,
  ): Promise<string> {
    const dn = `CN=${name},${fixture().ou}`
    const reply = await fixture().admin.add(dn, {
      objectClass: 'group',
      groupType: '-2147483640',
      ...attributes,
    })
    expect(reply.code, reply.text).to.equal(0)
    return dn
  }

  const read = async (base: string, ...attributes: string[]) => {
    const { entries } = await fixture().admin.search({ base, scope: 'base', attributes })
    return Object.fromEntries(attributes.map((name) => [name, texts(entries[0], name)]))
  }
  const change = (dn: string, ...changes: Array<[Modification['operation'], string, ...Value[]]>) =>
    fixture().admin.modify(
      dn,
      changes.map(([operation, attribute, ...values]) => ({ operation, attribute, values })),
    )

  it('sets all attributes of a new object that AD sets', async () => {
    const dn = await group({ groupType: '8' }, 'complete')
    const { entries } = await fixture().admin.search({ base: dn, scope: 'base' })
    const [entry] = entries
    const value = (name: string) => texts(entry, name)
    expect(value('objectClass')).to.deep.equal(['top', 'group'])
    expect(value('objectCategory')?.[0]).to.match(/^CN=Group,CN=Schema,/)
    expect([value('cn'), value('name'), value('distinguishedName')]).to.deep.equal([
      ['complete'],
      ['complete'],
      [dn],
    ])
    expect(value('sAMAccountName')?.[0]).to.match(/^\$[A-V0-9]{6}-[A-V0-9]{12}$/)
    expect(value('sAMAccountType')).to.deep.equal(['268435457'])
    expect(value('instanceType')).to.deep.equal(['4'])
    expect(value('whenCreated')?.[0]).to.match(/^20\d{12}\.0Z$/)
    expect(Number(value('uSNChanged')?.[0])).to.be.at.least(Number(value('uSNCreated')?.[0]))
    expect(entry?.attributes.get('objectGUID')?.[0]).to.have.length(16)
    expect(entry?.attributes.get('objectSid')?.[0]).to.have.length(28)
  })

  it('numbers accounts from 1103', async () => {
    const rid = async (dn: string) => {
      const { entries } = await fixture().admin.search({ base: dn, scope: 'base', attributes: ['objectSid'] })
      return entries[0]?.attributes.get('objectSid')?.[0]?.readUInt32LE(24) ?? 0
    }
    const [one, other] = [await rid(await group()), await rid(await group())]
    expect(one).to.be.at.least(1103)
    expect(other).to.equal(one + 1)
  })

  it("rejects requests with AD's errors", async () => {
    const { admin, ou } = fixture()
    const dn = await group({
      sAMAccountName: 'worded',
      member: `<GUID=${fixture().directory.addUser({ name: 'worded user' }).guid}>`,
    })
    const said: Array<[Promise<Reply>, RegExp]> = [
      [
        admin.add(dn, { objectClass: 'group' }),
        /^00002071: UpdErr: DSID-\w{8}, problem 6005 \(ENTRY_EXISTS\), data 0$/,
      ],
      [
        admin.add(`CN=a,${ou}`, { objectClass: 'group', sAMAccountName: 'worded' }),
        /^00000526: UpdErr: .*6005 \(ENTRY_EXISTS\)/,
      ],
      [
        admin.add(`CN=a,${ou}`, { objectClass: 'user', sAMAccountName: 'worded' }),
        /^00000524: UpdErr: .*6005 \(ENTRY_EXISTS\)/,
      ],
      [
        admin.add(`CN=a,${ou}`, { objectClass: 'group', nonsense: 'x' }),
        /^00000057: LdapErr: .*Error in attribute conversion operation, data 0, v\w+$/,
      ],
      [
        change(dn, ['replace', 'groupType', '5']),
        /^00002141: SvcErr: DSID-\w{8}, problem 5003 \(WILL_NOT_PERFORM\), data 0$/,
      ],
      [
        change(dn, ['add', 'member', 'CN=worded user,CN=Users,DC=corp,DC=contoso,DC=test']),
        /^00000562: UpdErr: .*ENTRY_EXISTS/,
      ],
      [change(dn, ['delete', 'member', dn]), /^00000561: SvcErr: .*WILL_NOT_PERFORM/],
      [change(dn, ['replace', 'cn', 'x']), /^00002016: UpdErr: .*6004 \(CANT_ON_RDN\)/],
      [
        change(dn, ['replace', 'displayName', 'x'.repeat(257)]),
        /^00002082: AtrErr: .*#1:\n\t0: 00002082: .*1005 \(CONSTRAINT_ATT_TYPE\), data 0, Att \w+ \(displayName\)\n$/,
      ],
      [change(dn, ['delete', 'description']), /^00002084: AtrErr: [^]*1001 \(NO_ATTRIBUTE_OR_VAL\)/],
      [
        admin.delete(fixture().directory.baseDn.replace('DC', 'OU=People,DC')),
        /^0000208D: NameErr: .*2001 \(NO_OBJECT\)/,
      ],
      [admin.delete(ou), /^00002015: UpdErr: .*6003 \(CANT_ON_NON_LEAF\)/],
    ]
    for (const [reply, form] of said) expect(text(await reply)).to.match(form)
  })

  it('applies all changes of a request or none', async () => {
    const ann = fixture().directory.addUser({ name: 'atomic' })
    const dn = await group({ description: 'before' })
    const before = await read(dn, 'description', 'member', 'info', 'uSNChanged')
    const { code } = await change(
      dn,
      ['replace', 'description', 'after'],
      ['add', 'member', ann.dn],
      ['add', 'info', 'x'],
      ['add', 'member', `CN=nobody,${fixture().ou}`],
    )
    expect(code).to.equal(32)
    expect(await read(dn, 'description', 'member', 'info', 'uSNChanged')).to.deep.equal(before)
    expect(await read(ann.dn, 'memberOf')).to.deep.equal({ memberOf: undefined })
  })

  it('applies the changes of a request in order', async () => {
    const dn = await group({ proxyAddresses: ['a', 'b'] })
    await change(
      dn,
      ['delete', 'proxyAddresses', 'a'],
      ['add', 'proxyAddresses', 'a', 'c'],
      ['replace', 'info', 'x'],
      ['delete', 'info'],
    )
    expect(await read(dn, 'proxyAddresses', 'info')).to.deep.equal({
      proxyAddresses: ['b', 'a', 'c'],
      info: undefined,
    })
  })

  it('increases uSNChanged with changes only', async () => {
    const ann = fixture().directory.addUser({ name: 'numbered' })
    const dn = await group({ description: 'x' })
    const usn = async () => Number((await read(dn, 'uSNChanged'))['uSNChanged']?.[0])
    const first = await usn()
    await change(dn, ['replace', 'description', 'x'])
    await change(dn, ['replace', 'info'])
    expect(await usn()).to.equal(first)
    await change(dn, ['replace', 'description', 'X'])
    const second = await usn()
    expect(second).to.be.greaterThan(first)
    await change(dn, ['add', 'member', ann.dn])
    const third = await usn()
    expect(third).to.be.greaterThan(second)
    await fixture().admin.modify(
      dn,
      [{ operation: 'add', attribute: 'member', values: [ann.dn] }],
      [permissiveModify],
    )
    expect(await usn()).to.equal(third)
    await fixture().admin.rename(dn, 'CN=numbered anew')
    expect(
      Number((await read(`CN=numbered anew,${fixture().ou}`, 'uSNChanged'))['uSNChanged']?.[0]),
    ).to.be.greaterThan(third)
  })

  it('accepts duplicate changes with the permissive control, each value once', async () => {
    const [ann, bob] = ['permitted a', 'permitted b'].map((name) => fixture().directory.addUser({ name }))
    if (!ann || !bob) throw new Error('user is missing')
    const dn = await group({ member: ann.dn })
    const permitted = (operation: Modification['operation'], ...values: string[]) =>
      fixture().admin.modify(dn, [{ operation, attribute: 'member', values }], [permissiveModify])
    expect((await permitted('add', ann.dn, bob.dn, `<SID=${bob.sid}>`)).code).to.equal(0)
    expect((await read(dn, 'member'))['member']).to.deep.equal([ann.dn, bob.dn])
    expect((await permitted('delete', ann.dn, `<GUID=${ann.guid}>`)).code).to.equal(0)
    expect((await permitted('delete', ann.dn)).code).to.equal(0)
    expect((await permitted('replace', bob.dn)).code).to.equal(0)
    expect((await read(dn, 'member'))['member']).to.deep.equal([bob.dn])
    expect((await change(dn, ['add', 'member', ann.dn, ann.dn])).code).to.equal(68)
    expect((await change(dn, ['replace', 'member', ann.dn])).code).to.equal(0)
    expect((await read(dn, 'member'))['member']).to.deep.equal([ann.dn])
  })
})

describe('the embedded directory: the time of a change', () => {
  const [first, later] = [Date.UTC(2024, 0, 31, 23, 59, 59, 999), Date.UTC(2024, 1, 29, 1, 2, 3)]
  let now = first
  const fixture = useDirectory({ now: () => now })

  const times = async (dn: string) => {
    const attributes = ['whenCreated', 'whenChanged', 'uSNCreated', 'uSNChanged']
    const { entries } = await fixture().admin.search({ base: dn, scope: 'base', attributes })
    return attributes.map((name) => texts(entries[0], name)?.[0] ?? '')
  }
  const [begun, changed] = ['20240131235959.0Z', '20240229010203.0Z']

  it('is set on the changed object only', async () => {
    const { directory, admin, ou } = fixture()
    const ann = directory.addUser({ name: 'timed ann', ou }).dn
    const { dn } = directory.addGroup({ name: 'timed', ou })
    const asked = await times(ann)
    expect((await times(dn)).slice(0, 2)).to.deep.equal([begun, begun])
    now = later
    await admin.modify(dn, [{ operation: 'add', attribute: 'member', values: [ann] }])
    const [created, at, usnCreated = '', usn = ''] = await times(dn)
    expect([created, at]).to.deep.equal([begun, changed])
    expect(Number(usn)).to.be.greaterThan(Number(usnCreated))
    expect(await times(ann)).to.deep.equal(asked) // a back link does not change its object
  })

  it('is set by renames and moves', async () => {
    const { directory, admin, ou } = fixture()
    now = first
    const place = directory.addOu('Timed place', ou)
    const { dn } = directory.addGroup({ name: 'moved', ou })
    now = later
    await admin.rename(dn, 'CN=moved', place)
    expect((await times(`CN=moved,${place}`)).slice(0, 2)).to.deep.equal([begun, changed])
  })
})
