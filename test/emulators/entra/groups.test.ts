import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GroupObject, Reference } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, errorIn, get, items, namesIn, refusal, signIn } from './support/client.js'

describe('the emulated Entra: groups', () => {
  let entra: Entra
  let sales: GroupObject
  before(async () => {
    entra = await startEntra({ seed: 'groups' })
    const { tenant } = entra
    sales = tenant.addGroup({ displayName: 'Sales', description: 'Sells' })
    tenant.addGroup({ displayName: 'Team', kind: 'microsoft365', hiddenMembership: true })
    tenant.addGroup({ displayName: 'Mail', kind: 'mailEnabledSecurity' })
    tenant.addGroup({ displayName: 'List', kind: 'distribution' })
    tenant.addGroup({ displayName: 'Rule', membershipRule: 'user.department -eq "Sales"' })
  })
  after(() => entra.close())

  const one = async (group: Reference, options = '') => {
    const id = typeof group === 'string' ? group : group.id
    return get(entra, `/groups/${id}${options}`)
  }

  it('have kinds distinguished by groupTypes, securityEnabled and mailEnabled', async () => {
    const reply = await get(entra, '/groups?$select=displayName,groupTypes,securityEnabled,mailEnabled')
    const kinds = items(reply).map(({ displayName, groupTypes, securityEnabled, mailEnabled }) => [
      displayName,
      groupTypes,
      securityEnabled,
      mailEnabled,
    ])
    expect(kinds).to.deep.equal([
      ['Sales', [], true, false],
      ['Team', ['Unified'], false, true],
      ['Mail', [], true, true],
      ['List', [], false, true],
      ['Rule', ['DynamicMembership'], true, false],
    ])
  })

  it('have addresses if mail-enabled, and on-premises properties if synced', async () => {
    const [team] = items(await get(entra, "/groups?$filter=displayName eq 'Team'"))
    expect(team).to.include({ mail: 'team@contoso.onmicrosoft.com', visibility: 'HiddenMembership' })
    expect(team?.['proxyAddresses']).to.deep.equal(['SMTP:team@contoso.onmicrosoft.com'])
    const synced = (await one(entra.tenant.addGroup({ displayName: 'Synced', source: 'ad' }))).body
    expect(synced).to.include({ onPremisesSyncEnabled: true, onPremisesDomainName: 'corp.contoso.com' })
    expect(synced['onPremisesSecurityIdentifier']).to.match(/^S-1-5-21-\d+-\d+-\d+-\d+$/)
    const was = (await one(entra.tenant.addGroup({ displayName: 'Was', source: 'formerlyAd' }))).body
    expect(was['onPremisesSyncEnabled']).to.equal(false)
  })

  it('are the same for the same seed', async () => {
    const again = await startEntra({ seed: 'groups' })
    const same = again.tenant.addGroup({ displayName: 'Sales', description: 'Sells' })
    await again.close()
    expect(same).to.deep.equal(sales)
    expect(again.tenantId).to.equal(entra.tenantId)
  })

  it('return the selected properties and the id, under their declared names', async () => {
    const reply = await get(entra, '/groups?$select=DISPLAYNAME,assignedLicenses')
    expect(Object.keys(items(reply)[0] ?? {})).to.have.members(['id', 'displayName', 'assignedLicenses'])
    expect(reply.body['@odata.context']).to.equal(
      `${entra.graphUrl}/v1.0/$metadata#groups(displayName,assignedLicenses)`,
    )
    const whole = items(await get(entra, '/groups'))[0] ?? {}
    expect(whole).to.include.keys('mailNickname', 'securityIdentifier', 'onPremisesProvisioningErrors')
    expect(whole).not.to.include.keys('assignedLicenses')
    expect(whole).not.to.include.keys('allowExternalSenders')
  })

  it('reject unknown properties, and in lists those of single groups only', async () => {
    const unknown = await get(entra, '/groups?$select=id,colour')
    expect(refusal(unknown)).to.equal('400 BadRequest')
    expect(errorIn(unknown).message).to.contain("'colour' on type 'microsoft.graph.group'")
    expect(refusal(await one(sales, '?$select=onPremisesDistinguishedName'))).to.equal('400 BadRequest')
    expect(refusal(await get(entra, '/groups?$select=hideFromOutlookClients'))).to.equal(
      '400 Request_UnsupportedQuery',
    )
    const single = await one(sales, '?$select=hideFromOutlookClients,hasMembersWithLicenseErrors')
    expect(single.body).to.have.property('hideFromOutlookClients', null)
    expect(single.body).not.to.have.property('hasMembersWithLicenseErrors')
  })

  it('return 404 for an unknown group and 400 for an invalid object id', async () => {
    expect(refusal(await one('00000000-0000-4000-8000-000000000000'))).to.equal(
      '404 Request_ResourceNotFound',
    )
    expect(refusal(await one('sales'))).to.equal('400 Request_BadRequest')
    expect(refusal(await one(sales, '?$top=5'))).to.equal('400 BadRequest')
  })

  it('have writebackConfiguration on beta only', async () => {
    const onBeta = (options = '') => ask(entra, `/beta/groups/${sales.id}${options}`)
    const unset = { isEnabled: null, onPremisesGroupType: null }
    expect((await onBeta()).body['writebackConfiguration']).to.deep.equal(unset)
    expect((await onBeta('?$select=writebackConfiguration')).body).to.have.keys(
      '@odata.context',
      'id',
      'writebackConfiguration',
    )
    expect((await one(sales)).body).not.to.have.property('writebackConfiguration')
    expect(refusal(await one(sales, '?$select=writebackConfiguration'))).to.equal('400 BadRequest')
    expect(refusal(await ask(entra, '/beta/groups?$filter=writebackConfiguration eq null'))).to.equal(
      '400 Request_UnsupportedQuery',
    )
  })

  it('report in onPremisesSyncBehavior whether the source of authority was moved to the cloud', async () => {
    const app = entra.apps.add({ secret: 's', permissions: ['Group-OnPremisesSyncBehavior.ReadWrite.All'] })
    const token = await signIn(entra, app)
    const group = entra.tenant.addGroup({ displayName: 'Moved', source: 'ad' })
    const path = `/groups/${group.id}/onPremisesSyncBehavior`
    expect((await get(entra, path, { token })).body['isCloudManaged']).to.equal(false)
    entra.tenant.convertGroup(group)
    expect((await get(entra, path, { token })).body['isCloudManaged']).to.equal(true)
    expect((await one(group)).body['onPremisesSyncEnabled']).to.equal(null)
    expect((await one(group)).body['onPremisesSecurityIdentifier']).to.be.a('string')
    const filter = '/groups?$count=true&$filter=onPremisesSyncBehavior/isCloudManaged eq true'
    expect(refusal(await get(entra, filter))).to.equal('400 Request_UnsupportedQuery')
    const found = await get(entra, filter, { headers: { ConsistencyLevel: 'eventual' } })
    expect(namesIn(found)).to.deep.equal(['Moved'])
  })

  it('reject paths, versions, methods and options that Graph does not have', async () => {
    expect(errorIn(await get(entra, '/teams')).message).to.contain("segment 'teams'")
    expect(errorIn(await get(entra, `/groups/${sales.id}/mambers`)).message).to.contain("segment 'mambers'")
    expect(refusal(await ask(entra, '/v2.0/groups'))).to.equal('400 BadRequest')
    expect(refusal(await ask(entra, `/v1.0/v1.0/groups/${sales.id}`))).to.equal('400 BadRequest')
    expect((await ask(entra, '/v1.0/groups', { method: 'DELETE' })).status).to.equal(405)
    expect(refusal(await get(entra, '/groups?$skip=5'))).to.equal('400 Request_BadRequest')
    expect(refusal(await get(entra, '/groups?$colour=red'))).to.equal('400 BadRequest')
    expect(refusal(await get(entra, '/groups?$select=id&$select=mail'))).to.equal('400 BadRequest')
    expect((await get(entra, '/groups?colour=red')).status).to.equal(200)
    expect(refusal(await get(entra, '/groups?$expand=members'))).to.equal('501 NotImplemented')
    for (const name of ['delta', 'delta()', 'microsoft.graph.delta()']) {
      expect(refusal(await get(entra, `/groups/${name}`)), name).to.equal('501 NotImplemented')
    }
  })

  it('start without settings, but with their templates', async () => {
    const app = entra.apps.add({ secret: 's', permissions: ['GroupSettings.Read.All'] })
    const token = await signIn(entra, app)
    expect(items(await get(entra, '/groupSettings', { token }))).to.deep.equal([])
    expect(items(await get(entra, `/groups/${sales.id}/settings`, { token }))).to.deep.equal([])
    const templates = items(await get(entra, '/groupSettingTemplates', { token }))
    const values = templates.flatMap(({ values }) => values as Array<{ name: string; defaultValue: unknown }>)
    const writeback = values.find(({ name }) => name === 'NewUnifiedGroupWritebackDefault')
    expect(writeback?.defaultValue).to.equal('true')
    const [unified] = templates
    expect(
      (await get(entra, `/groupSettingTemplates/${String(unified?.['id'])}`, { token })).status,
    ).to.equal(200)
    expect((await get(entra, `/groupSettings/${sales.id}`, { token })).status).to.equal(404)

    entra.tenant.setGroupSettings({ NewUnifiedGroupWritebackDefault: 'false' })
    const [settings] = items(await get(entra, '/groupSettings', { token }))
    expect(settings).to.include({ displayName: 'Group.Unified', templateId: unified?.['id'] })
    expect(settings?.['values']).to.deep.include({ name: 'NewUnifiedGroupWritebackDefault', value: 'false' })
    entra.tenant.setGroupSettings()
    expect(items(await get(entra, '/groupSettings', { token }))).to.deep.equal([])
  })
})
