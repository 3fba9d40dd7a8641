import { expect } from 'chai'
import { WritebackError } from '../../src/errors.js'
import { toCloudGroup, toCloudMember, type GraphGroup, type GraphMember } from '../../src/entra/mapping.js'
import type { CloudGroupKind } from '../../src/model/group.js'

const id = '0000ABCD-0000-4000-8000-00000000000F'
const group = (more: Partial<GraphGroup> = {}): GraphGroup => ({ id, displayName: 'Sales', ...more })
const user = (more: Partial<GraphMember> = {}): GraphMember => ({
  '@odata.type': '#microsoft.graph.user',
  id,
  accountEnabled: true,
  ...more,
})
const thrownBy = (work: () => unknown): WritebackError => {
  try {
    work()
  } catch (error) {
    if (error instanceof WritebackError) return error
  }
  throw new Error('no WritebackError was thrown')
}

describe('the mapping of a group', () => {
  const kinds: Array<[string[] | null | undefined, boolean | null, boolean | null, CloudGroupKind]> = [
    [['Unified'], false, true, 'microsoft365'],
    [['Unified'], true, true, 'microsoft365'],
    [['DynamicMembership', 'Unified'], false, true, 'microsoft365'],
    [['Unified'], null, null, 'microsoft365'],
    [[], true, false, 'security'],
    [['DynamicMembership'], true, false, 'security'],
    [null, true, null, 'security'],
    [undefined, true, false, 'security'],
    [[], true, true, 'mailEnabledSecurity'],
    [[], false, true, 'distribution'],
    [[], false, false, 'distribution'],
    [null, null, null, 'distribution'],
  ]
  for (const [groupTypes, securityEnabled, mailEnabled, kind] of kinds) {
    it(`returns ${kind} for ${JSON.stringify(groupTypes)}, security ${securityEnabled}, mail ${mailEnabled}`, () => {
      expect(toCloudGroup(group({ groupTypes, securityEnabled, mailEnabled })).kind).to.equal(kind)
    })
  }

  it('omits properties that are null or missing', () => {
    const minimal = {
      id: id.toLowerCase(),
      displayName: '',
      kind: 'security',
      proxyAddresses: [],
      hiddenMembership: false,
    }
    expect(toCloudGroup(group({ displayName: '', securityEnabled: true }))).to.deep.equal(minimal)
    const nulls = {
      description: null,
      mail: null,
      mailNickname: null,
      proxyAddresses: null,
      visibility: null,
      onPremisesSyncEnabled: null,
      onPremisesSecurityIdentifier: null,
      writebackConfiguration: null,
    }
    expect(toCloudGroup(group({ displayName: '', securityEnabled: true, ...nulls }))).to.deep.equal(minimal)
  })

  it('returns the id in lower case and the SID in upper case', () => {
    const { id: mappedId, onPremisesSid } = toCloudGroup(
      group({ onPremisesSecurityIdentifier: 's-1-5-21-1-2-3-1104' }),
    )
    expect([mappedId, onPremisesSid]).to.deep.equal([id.toLowerCase(), 'S-1-5-21-1-2-3-1104'])
  })

  it('returns syncedFromAd for a group that is, was or never was synced from AD', () => {
    expect(toCloudGroup(group({ onPremisesSyncEnabled: true })).syncedFromAd).to.equal(true)
    expect(toCloudGroup(group({ onPremisesSyncEnabled: false })).syncedFromAd).to.equal(false)
    expect(toCloudGroup(group({ onPremisesSyncEnabled: null }))).to.not.have.property('syncedFromAd')
  })

  it('returns hiddenMembership for HiddenMembership in any letter case', () => {
    for (const visibility of ['HiddenMembership', 'Hiddenmembership', 'HIDDENMEMBERSHIP']) {
      expect(toCloudGroup(group({ visibility })).hiddenMembership, visibility).to.equal(true)
    }
    for (const visibility of ['Private', 'Public', '', null]) {
      expect(toCloudGroup(group({ visibility })).hiddenMembership, String(visibility)).to.equal(false)
    }
  })

  it('returns the known values of writebackConfiguration', () => {
    const writeback = (writebackConfiguration: GraphGroup['writebackConfiguration']) =>
      toCloudGroup(group({ writebackConfiguration })).writeback
    expect(writeback({ isEnabled: true, onPremisesGroupType: 'UniversalSecurityGroup' })).to.deep.equal({
      isEnabled: true,
      onPremisesGroupType: 'universalSecurityGroup',
    })
    expect(writeback({ isEnabled: false, onPremisesGroupType: 'somethingNew' })).to.deep.equal({
      isEnabled: false,
    })
    expect(writeback({ isEnabled: null, onPremisesGroupType: null })).to.deep.equal({})
    for (const type of ['universalDistributionGroup', 'universalMailEnabledSecurityGroup']) {
      expect(writeback({ onPremisesGroupType: type })).to.deep.equal({ onPremisesGroupType: type })
    }
    expect(writeback(undefined)).to.equal(undefined)
  })

  it('returns the membership rule of dynamic groups only', () => {
    const membershipRule = 'user.department -eq "Sales"'
    const rule = (groupTypes: string[] | null, text: string | null = membershipRule) =>
      toCloudGroup(group({ groupTypes, membershipRule: text, securityEnabled: true })).membershipRule
    expect(rule(['DynamicMembership'])).to.equal(membershipRule)
    expect(rule(['Unified', 'DynamicMembership'])).to.equal(membershipRule)
    for (const types of [['Unified'], [], null]) expect(rule(types), String(types)).to.equal(undefined)
    for (const text of ['', null]) expect(rule(['DynamicMembership'], text)).to.equal(undefined)
  })

  it('throws graphUnexpected for an object without an id', () => {
    const invalidGroups: unknown[] = [null, undefined, 'text', 5, {}, { id: 5, displayName: 'Who' }]
    for (const invalid of invalidGroups) {
      const error = thrownBy(() => toCloudGroup(invalid as GraphGroup))
      expect([error.code, error.message]).to.deep.equal([
        'graphUnexpected',
        'Graph returned a group without an id. Run again; if the error persists, report it with this text.',
      ])
    }
  })

  it('ignores unknown properties', () => {
    const extended = {
      ...group({ securityEnabled: true }),
      extension_abc_x: 1,
      creationOptions: [],
      '@odata.id': 'x',
    }
    expect(toCloudGroup(extended)).to.deep.equal(toCloudGroup(group({ securityEnabled: true })))
  })

  it('replaces lone surrogates in texts', () => {
    const { displayName, description } = toCloudGroup(
      group({ displayName: 'Smile \ud83d', description: '\ude00 😀' }),
    )
    expect([displayName, description]).to.deep.equal(['Smile \ufffd', '\ufffd 😀'])
  })

  it('accepts a group without a display name', () => {
    const { displayName, kind } = toCloudGroup(group({ displayName: null, securityEnabled: true }))
    expect([displayName, kind]).to.deep.equal(['', 'security'])
  })

  it('throws permissionMissing if display name and kind are missing', () => {
    for (const value of [null, undefined]) {
      const hidden = { displayName: value, securityEnabled: value, mailEnabled: value }
      const error = thrownBy(() => toCloudGroup(group(hidden)))
      expect(error.code).to.equal('permissionMissing')
      expect(error.message).to.contain(`the group ${id}: the permission GroupMember.Read.All is missing.`)
    }
  })
})

describe('the mapping of a member', () => {
  it('returns a user with its SID', () => {
    const member = user({
      displayName: 'Ann',
      userType: 'Member',
      onPremisesSecurityIdentifier: 's-1-5-21-9',
    })
    const expected = {
      id: id.toLowerCase(),
      kind: 'user',
      displayName: 'Ann',
      guest: false,
      sid: 'S-1-5-21-9',
    }
    expect(toCloudMember(member)).to.deep.equal(expected)
  })

  it('returns guest for the user type Guest in any letter case', () => {
    for (const userType of ['Guest', 'guest', 'GUEST'])
      expect(toCloudMember(user({ userType })).guest).to.equal(true)
    for (const userType of ['Member', null, ''])
      expect(toCloudMember(user({ userType })).guest).to.equal(false)
  })

  const kinds = {
    group: 'group',
    device: 'device',
    servicePrincipal: 'servicePrincipal',
    orgContact: 'contact',
  }
  for (const [type, kind] of Object.entries({ ...kinds, agent: 'other' })) {
    it(`returns ${kind} for the type ${type}`, () => {
      const member = { '@odata.type': `#microsoft.graph.${type}`, id, displayName: 'It' }
      expect(toCloudMember(member)).to.deep.equal({
        id: id.toLowerCase(),
        kind,
        displayName: 'It',
        guest: false,
      })
    })
  }

  it('accepts a user with any property that User.Read.All shows, and throws permissionMissing without', () => {
    const nulls = {
      displayName: null,
      userType: null,
      accountEnabled: null,
      onPremisesSecurityIdentifier: null,
    }
    for (const shown of [
      { userType: 'Member' },
      { accountEnabled: false },
      { onPremisesSecurityIdentifier: 'S-1-5' },
    ]) {
      expect(toCloudMember({ ...user(), ...nulls, ...shown }).kind).to.equal('user')
    }
    for (const hidden of [nulls, { ...nulls, displayName: 'Ann' }]) {
      const error = thrownBy(() => toCloudMember({ ...user(), ...hidden }))
      expect([error.code, error.message]).to.deep.equal([
        'permissionMissing',
        `Graph hides the properties of the user ${id}: the permission User.Read.All is missing. Grant the application permission User.Read.All with admin consent.`,
      ])
    }
  })

  it('throws permissionMissing for a nested group without a display name', () => {
    const error = thrownBy(() => toCloudMember({ '@odata.type': '#microsoft.graph.group', id }))
    expect(error.code).to.equal('permissionMissing')
    expect(error.message).to.contain('GroupMember.Read.All')
  })
})
