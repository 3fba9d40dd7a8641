import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GraphPermission } from '../../../src/emulators/entra/authority/permissions.js'
import type { GroupObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, refusal, signIn } from './support/client.js'

describe('the emulated Entra: changing a group', () => {
  let entra: Entra
  let token: string
  before(async () => {
    const permissions: GraphPermission[] = ['Group.ReadWrite.All', 'User.Read.All']
    entra = await startEntra({ seed: 'patch', apps: [{ secret: 's', permissions }] })
    token = await signIn(entra)
  })
  after(() => entra.close())

  const patch = (group: GroupObject, body: unknown, version = 'beta') =>
    ask(entra, `/${version}/groups/${group.id}`, { method: 'PATCH', body, token })

  const writeback = (isEnabled: unknown, onPremisesGroupType?: unknown) => ({
    writebackConfiguration: {
      isEnabled,
      ...(onPremisesGroupType !== undefined && { onPremisesGroupType }),
    },
  })
  const configuration = async (group: GroupObject) =>
    (await ask(entra, `/beta/groups/${group.id}`, { token })).body['writebackConfiguration']

  it('sets writebackConfiguration on beta, and keeps omitted fields', async () => {
    const group = entra.tenant.addGroup({ displayName: 'Written back' })
    const reply = await patch(group, writeback(true, 'universalSecurityGroup'))
    expect([reply.status, reply.text]).to.deep.equal([204, ''])
    expect(await configuration(group)).to.deep.equal({
      isEnabled: true,
      onPremisesGroupType: 'universalSecurityGroup',
    })
    await patch(group, writeback(false))
    expect(await configuration(group)).to.deep.equal({
      isEnabled: false,
      onPremisesGroupType: 'universalSecurityGroup',
    })
    expect(refusal(await patch(group, writeback(true), 'v1.0'))).to.equal('400 Request_BadRequest')
  })

  it('allows each kind of group its own types', async () => {
    const security = entra.tenant.addGroup({ displayName: 'Security' })
    const team = entra.tenant.addGroup({ displayName: 'Team', kind: 'microsoft365' })
    const types = [
      'universalSecurityGroup',
      'universalDistributionGroup',
      'universalMailEnabledSecurityGroup',
    ]
    for (const type of types) {
      expect((await patch(team, writeback(true, type))).status, type).to.equal(204)
      const allowed = type === 'universalSecurityGroup' ? 204 : 400
      expect((await patch(security, writeback(true, type))).status, type).to.equal(allowed)
    }
    for (const wrong of [writeback('yes'), writeback(true, 'global'), { writebackConfiguration: null }]) {
      expect(refusal(await patch(team, wrong)), JSON.stringify(wrong)).to.equal('400 Request_BadRequest')
    }
    const unknown = { writebackConfiguration: { isOn: true } }
    expect(refusal(await patch(team, unknown))).to.equal('400 Request_BadRequest')
  })

  it('rejects groups mastered in Exchange or AD', async () => {
    const { tenant } = entra
    for (const group of [
      tenant.addGroup({ displayName: 'Mail', kind: 'mailEnabledSecurity' }),
      tenant.addGroup({ displayName: 'List', kind: 'distribution' }),
      tenant.addGroup({ displayName: 'Synced', source: 'ad' }),
    ]) {
      expect(refusal(await patch(group, writeback(true))), group.displayName ?? '').to.equal(
        '400 Request_BadRequest',
      )
    }
  })

  it('changes name and description, and rejects read-only properties', async () => {
    const group = entra.tenant.addGroup({ displayName: 'Old', description: 'Old' })
    expect((await patch(group, { displayName: 'New', description: null }, 'v1.0')).status).to.equal(204)
    expect(entra.tenant.group(group)).to.include({ displayName: 'New', description: null })
    for (const body of [
      { mail: 'a@b.c' },
      { id: 'x' },
      { colour: 'red' },
      { displayName: '' },
      { displayName: 5 },
    ]) {
      expect(refusal(await patch(group, body)), JSON.stringify(body)).to.equal('400 Request_BadRequest')
    }
    expect(refusal(await patch(group, { visibility: 'Private' }))).to.equal('501 NotImplemented')
    expect(refusal(await patch(group, ['displayName']))).to.equal('400 BadRequest')
    expect(refusal(await patch({ id: group.id.replace(/^./, '0') }, { displayName: 'x' }))).to.equal(
      '404 Request_ResourceNotFound',
    )
    const plain = { method: 'PATCH', body: {}, headers: { 'Content-Type': 'text/plain' }, token }
    expect(refusal(await ask(entra, `/v1.0/groups/${group.id}`, plain))).to.equal('400 BadRequest')
  })
})
