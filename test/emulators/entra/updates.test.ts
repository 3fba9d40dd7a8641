import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { ask, get, getEventual, idsIn, items, signIn } from './support/client.js'

describe('the emulated Entra: changed users and groups', () => {
  let entra: Entra
  let token: string
  before(async () => {
    entra = await startEntra({
      seed: 'updates',
      apps: [{ secret: 's', permissions: ['Directory.ReadWrite.All'] }],
    })
    token = await signIn(entra)
  })
  after(() => entra.close())

  describe('membership rules', () => {
    const rule = 'user.department -eq "Sales"'
    const properties = 'groupTypes,membershipRule,membershipRuleProcessingState'
    const read = async ({ id }: { id: string }) => {
      const { body } = await get(entra, `/groups/${id}?$select=${properties}`, { token })
      return properties.split(',').map((name) => body[name])
    }
    const dynamic = async () => {
      const filter = "groupTypes/any(type:type eq 'DynamicMembership')"
      return idsIn(await get(entra, `/groups?$filter=${filter}&$select=id,membershipRule`, { token }))
    }

    it('can be set on new groups, processed or paused', async () => {
      const on = entra.tenant.addGroup({ displayName: 'On', membershipRule: rule })
      const paused = entra.tenant.addGroup({
        displayName: 'Paused',
        kind: 'microsoft365',
        membershipRule: rule,
        membershipRuleProcessingState: 'Paused',
      })
      const plain = entra.tenant.addGroup({ displayName: 'Plain' })
      expect(await read(on)).to.deep.equal([['DynamicMembership'], rule, 'On'])
      expect(await read(paused)).to.deep.equal([['Unified', 'DynamicMembership'], rule, 'Paused'])
      expect(await read(plain)).to.deep.equal([[], null, null])
      expect(await dynamic()).to.have.members([on.id, paused.id])
      const listed = items(await get(entra, `/groups?$select=displayName,${properties}`, { token }))
      expect(listed.find((item) => item['displayName'] === 'On')).to.include({ membershipRule: rule })
      const filter = "membershipRuleProcessingState eq 'Paused'"
      const found = await getEventual(entra, `/groups?$count=true&$filter=${filter}`, { token })
      expect(idsIn(found)).to.deep.equal([paused.id])
    })

    it('make a group dynamic when added, and end that when removed', async () => {
      const group = entra.tenant.addGroup({ displayName: 'Changing', kind: 'microsoft365' })
      entra.tenant.updateGroup(group, { membershipRule: rule })
      expect(await read(group)).to.deep.equal([['Unified', 'DynamicMembership'], rule, 'On'])
      entra.tenant.updateGroup(group, { membershipRuleProcessingState: 'Paused' })
      entra.tenant.updateGroup(group, { membershipRule: `not(${rule})` })
      expect(await read(group)).to.deep.equal([['Unified', 'DynamicMembership'], `not(${rule})`, 'Paused'])
      entra.tenant.updateGroup(group, { membershipRule: rule, membershipRuleProcessingState: 'On' })
      expect(await read(group)).to.deep.equal([['Unified', 'DynamicMembership'], rule, 'On'])
      entra.tenant.renameGroup(group, 'Renamed')
      expect(await dynamic()).to.include(group.id)
      entra.tenant.updateGroup(group, { membershipRule: null })
      expect(await read(group)).to.deep.equal([['Unified'], null, null])
      expect(await dynamic()).not.to.include(group.id)
    })

    it('keep groupTypes that are given explicitly', async () => {
      const group = entra.tenant.addGroup({ displayName: 'Given' })
      entra.tenant.updateGroup(group, { membershipRule: rule, groupTypes: [] })
      expect(await read(group)).to.deep.equal([[], rule, null])
    })
  })

  it('removes every identifier of a user, and updates the indexes', async () => {
    const { tenant } = entra
    const user = tenant.addSyncedUser({ displayName: 'Ann' })
    const group = tenant.addGroup({ displayName: 'Hers', members: [user] })
    const sid = user.onPremisesSecurityIdentifier ?? ''
    const bySid = `/users?$filter=onPremisesSecurityIdentifier eq '${sid}'`
    expect(idsIn(await get(entra, bySid, { token }))).to.deep.equal([user.id])
    const changed = tenant.updateUser(user, {
      onPremisesSecurityIdentifier: null,
      onPremisesImmutableId: null,
      onPremisesSamAccountName: null,
      onPremisesDistinguishedName: null,
      onPremisesSyncEnabled: null,
    })
    expect(changed.onPremisesSecurityIdentifier).to.equal(null)
    expect(idsIn(await get(entra, bySid, { token }))).to.deep.equal([])
    const select = '$select=displayName,onPremisesSecurityIdentifier,onPremisesImmutableId'
    const nothing = { displayName: 'Ann', onPremisesSecurityIdentifier: null, onPremisesImmutableId: null }
    expect(items(await get(entra, `/groups/${group.id}/members?${select}`, { token }))[0]).to.include(nothing)
    expect((await ask(entra, `/v1.0/users/${user.id}?${select}`, { token })).body).to.include(nothing)
    tenant.updateUser(user, { onPremisesSecurityIdentifier: sid })
    expect(idsIn(await get(entra, bySid, { token }))).to.deep.equal([user.id])
  })
})
