import { expect } from 'chai'
import { useDirectory } from './support/fixture.js'
import { texts, type Wire } from './support/wire.js'

describe('the embedded directory: an account to which groups of one container were delegated', () => {
  const fixture = useDirectory()
  let mine: string
  let below: string
  let wire: Wire
  before(async () => {
    const { directory, ou, signIn } = fixture()
    mine = directory.addOu('Mine', ou)
    below = directory.addOu('Below', mine)
    const { dn, password } = directory.delegate(mine)
    wire = await signIn(dn, password)
  })

  const group = { objectClass: 'group', groupType: '-2147483640' }

  it('creates, changes, renames, moves and deletes groups there and below', async () => {
    const { directory } = fixture()
    const ann = directory.addUser({ name: 'delegated ann' })
    const change = [
      { operation: 'replace', attribute: 'description', values: ['x'] },
      { operation: 'replace', attribute: 'groupType', values: ['8'] },
      { operation: 'add', attribute: 'member', values: [ann.dn] },
    ] as const
    const steps = [
      await wire.add(`CN=a,${mine}`, group),
      await wire.modify(`CN=a,${mine}`, change),
      await wire.rename(`CN=a,${mine}`, 'CN=b'),
      await wire.rename(`CN=b,${mine}`, 'CN=b', below),
      await wire.add(`CN=c,${below}`, group),
      await wire.delete(`CN=b,${below}`),
    ]
    expect(steps.map(({ code }) => code)).to.deep.equal([0, 0, 0, 0, 0, 0])
  })

  it('cannot do anything else', async () => {
    const { directory, ou } = fixture()
    const other = directory.addGroup({ name: 'not mine', ou }).dn
    await wire.add(`CN=stays,${mine}`, group)
    const security = {
      operation: 'replace',
      attribute: 'nTSecurityDescriptor',
      values: [Buffer.alloc(20, 1)],
    } as const
    const replies = {
      'a group elsewhere': await wire.add(`CN=x,${ou}`, group),
      'a group in CN=Users': await wire.add(`CN=x,CN=Users,${directory.baseDn}`, group),
      'a user': await wire.add(`CN=x,${mine}`, { objectClass: 'user' }),
      'a container': await wire.add(`OU=x,${mine}`, { objectClass: 'organizationalUnit' }),
      'the container': await wire.modify(mine, [
        { operation: 'replace', attribute: 'description', values: ['x'] },
      ]),
      'the container away': await wire.delete(below),
      'a group of others': await wire.modify(other, [
        { operation: 'replace', attribute: 'info', values: ['x'] },
      ]),
      'their group away': await wire.delete(other),
      'their group into mine': await wire.rename(other, 'CN=x', mine),
      'mine to them': await wire.rename(`CN=stays,${mine}`, 'CN=x', ou),
      'its rights': await wire.modify(`CN=stays,${mine}`, [security]),
    }
    for (const [what, { code }] of Object.entries(replies)) expect(code, what).to.equal(50)
  })

  it('sees its permissions in the effective attributes and classes', async () => {
    const { directory, ou, admin } = fixture()
    const read = async (base: string, name: string, by = wire) =>
      texts((await by.search({ base, scope: 'base', attributes: [name] })).entries[0], name)
    expect(await read(mine, 'allowedChildClassesEffective')).to.deep.equal(['group'])
    expect(await read(below, 'allowedChildClassesEffective')).to.deep.equal(['group'])
    expect(await read(ou, 'allowedChildClassesEffective')).to.equal(undefined)
    expect(await read(ou, 'allowedChildClassesEffective', admin)).to.include.members([
      'group',
      'user',
      'organizationalUnit',
    ])
    expect(await read(ou, 'allowedChildClasses')).to.include.members(['group', 'user', 'organizationalUnit'])
    await wire.add(`CN=asked,${mine}`, group)
    const effective = await read(`CN=asked,${mine}`, 'allowedAttributesEffective')
    expect(effective).to.include.members(['member', 'description']).and.not.include('objectGUID')
    const foreign = directory.addGroup({ name: 'foreign', ou }).dn
    expect(await read(foreign, 'allowedAttributesEffective')).to.equal(undefined)
    expect(await read(foreign, 'allowedAttributes')).to.include('member')
  })
})
