import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GroupObject, UserObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, get, getEventual, idsIn, items, namesIn, refusal, signIn } from './support/client.js'

describe('the emulated Entra: users and getByIds', () => {
  let entra: Entra
  let token: string
  let ann: UserObject
  let ben: UserObject
  let group: GroupObject
  before(async () => {
    entra = await startEntra({ seed: 'users', apps: [{ secret: 's', permissions: ['Directory.Read.All'] }] })
    token = await signIn(entra)
    ann = entra.tenant.addSyncedUser({ displayName: 'Ann Lee' })
    ben = entra.tenant.addUser({ displayName: 'Ben Moe', department: 'Sales' })
    group = entra.tenant.addGroup({ displayName: 'Sales' })
  })
  after(() => entra.close())

  const read = (path: string) => get(entra, path, { token })

  it('lists users with ten properties and the id, and more with $select', async () => {
    const [first] = items(await read('/users'))
    expect(first).to.have.keys(
      'id',
      'businessPhones',
      'displayName',
      'givenName',
      'jobTitle',
      'mail',
      'mobilePhone',
      'officeLocation',
      'preferredLanguage',
      'surname',
      'userPrincipalName',
    )
    const selected = await read(
      '/users?$select=onPremisesSecurityIdentifier,onPremisesDistinguishedName,userType,onPremisesExtensionAttributes',
    )
    expect(items(selected)[0]).to.include({
      onPremisesSecurityIdentifier: ann.onPremisesSecurityIdentifier,
      onPremisesDistinguishedName: 'CN=Ann Lee,OU=People,DC=corp,DC=contoso,DC=com',
      userType: 'Member',
    })
    const [, cloudOnly] = items(selected)
    expect(cloudOnly).to.include({ onPremisesSecurityIdentifier: null })
    expect(cloudOnly?.['onPremisesExtensionAttributes']).to.include({ extensionAttribute15: null })
  })

  it('derives unique names of new users from their display names', () => {
    const { tenant } = entra
    const names = ['Jürgen Groß', 'Jurgen Gro', 'Jürgen Groß', '李雷'].map(
      (displayName) => tenant.addUser({ displayName }).userPrincipalName?.split('@')[0],
    )
    expect(names).to.deep.equal(['jurgen.gro', 'jurgen.gro2', 'jurgen.gro3', 'object'])
    const without = tenant.addUser({ displayName: 'No Mail', mail: null })
    expect([without.mail, without.proxyAddresses]).to.deep.equal([null, []])
  })

  it('finds a user by id or by user principal name', async () => {
    expect((await read(`/users/${ben.id}`)).body).to.include({ displayName: 'Ben Moe' })
    const byName = await read(`/users/${encodeURIComponent(ben.userPrincipalName ?? '')}?$select=department`)
    expect(byName.body).to.include({ id: ben.id, department: 'Sales' })
    expect(refusal(await read('/users/nobody@contoso.com'))).to.equal('404 Request_ResourceNotFound')
  })

  it('filters by supported properties', async () => {
    const sid = ann.onPremisesSecurityIdentifier ?? ''
    expect(namesIn(await read(`/users?$filter=onPremisesSecurityIdentifier eq '${sid}'`))).to.deep.equal([
      'Ann Lee',
    ])
    for (const filter of ["onPremisesDistinguishedName eq 'x'", "onPremisesDomainName eq 'x'"]) {
      expect(refusal(await read(`/users?$filter=${filter}`))).to.equal('400 Request_UnsupportedQuery')
    }
    const count = await getEventual(entra, '/users/$count?$filter=onPremisesSyncEnabled eq true', { token })
    expect(count.text).to.equal('1')
  })

  const getByIds = (body: unknown, options = '') =>
    ask(entra, `/v1.0/directoryObjects/getByIds${options}`, { method: 'POST', body, token })

  it('returns objects by id, omitting those that do not exist', async () => {
    const ids = [ann.id, group.id.toUpperCase(), '00000000-0000-4000-8000-000000000000', ann.id]
    const reply = await getByIds({ ids })
    expect(items(reply).map((item) => item['@odata.type'])).to.deep.equal([
      '#microsoft.graph.user',
      '#microsoft.graph.group',
    ])
    expect(idsIn(await getByIds({ ids, types: ['group'] }))).to.deep.equal([group.id])
    const selected = await getByIds({ ids: [ann.id] }, '?$select=displayName')
    expect(items(selected)[0]).to.have.keys('@odata.type', 'id', 'displayName')
  })

  it('accepts at most a thousand valid ids', async () => {
    const many = (count: number) =>
      Array.from(
        { length: count },
        (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      )
    expect((await getByIds({ ids: many(1000) })).status).to.equal(200)
    for (const body of [{ ids: many(1001) }, { ids: ['x'] }, {}]) {
      expect(refusal(await getByIds(body))).to.equal('400 Request_BadRequest')
    }
    expect(refusal(await getByIds({ ids: 'x' }))).to.equal('400 BadRequest')
  })
})
