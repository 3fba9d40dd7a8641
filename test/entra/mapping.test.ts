import { expect } from 'chai'
import { WritebackError } from '../../src/errors.js'
import { groupOf, memberOf, type GraphGroup, type GraphMember } from '../../src/entra/mapping.js'
import { permissionFor } from '../../src/entra/graph/responseErrors.js'
import type { CloudKind } from '../../src/model/group.js'

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
  throw new Error('nothing was thrown on purpose')
}

describe('groups as Graph sends them', () => {
  const kinds: Array<[string[] | null | undefined, boolean | null, boolean | null, CloudKind]> = [
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
    it(`are ${kind} with ${JSON.stringify(groupTypes)}, security ${securityEnabled}, mail ${mailEnabled}`, () => {
      expect(groupOf(group({ groupTypes, securityEnabled, mailEnabled })).kind).to.equal(kind)
    })
  }

  it('are nothing but what is known of them, where everything else is null or missing', () => {
    const bare = {
      id: id.toLowerCase(),
      displayName: '',
      kind: 'security',
      proxyAddresses: [],
      hiddenMembership: false,
    }
    expect(groupOf(group({ displayName: '', securityEnabled: true }))).to.deep.equal(bare)
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
    expect(groupOf(group({ displayName: '', securityEnabled: true, ...nulls }))).to.deep.equal(bare)
  })

  it('have an id in small letters and a SID in capitals', () => {
    const { id: made, onPremisesSid } = groupOf(
      group({ onPremisesSecurityIdentifier: 's-1-5-21-1-2-3-1104' }),
    )
    expect([made, onPremisesSid]).to.deep.equal([id.toLowerCase(), 'S-1-5-21-1-2-3-1104'])
  })

  it('tell mastered in AD, once mastered there, and never', () => {
    expect(groupOf(group({ onPremisesSyncEnabled: true })).syncedFromAd).to.equal(true)
    expect(groupOf(group({ onPremisesSyncEnabled: false })).syncedFromAd).to.equal(false)
    expect(groupOf(group({ onPremisesSyncEnabled: null }))).to.not.have.property('syncedFromAd')
  })

  it('hide their members in whatever letters it is written', () => {
    for (const visibility of ['HiddenMembership', 'Hiddenmembership', 'HIDDENMEMBERSHIP']) {
      expect(groupOf(group({ visibility })).hiddenMembership, visibility).to.equal(true)
    }
    for (const visibility of ['Private', 'Public', '', null]) {
      expect(groupOf(group({ visibility })).hiddenMembership, String(visibility)).to.equal(false)
    }
  })

  it('say how they are to be written back, as far as that is known', () => {
    const writeback = (writebackConfiguration: GraphGroup['writebackConfiguration']) =>
      groupOf(group({ writebackConfiguration })).writeback
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

  it('have the rule that they follow, and none that they only keep', () => {
    const membershipRule = 'user.department -eq "Sales"'
    const rule = (groupTypes: string[] | null, text: string | null = membershipRule) =>
      groupOf(group({ groupTypes, membershipRule: text, securityEnabled: true })).membershipRule
    expect(rule(['DynamicMembership'])).to.equal(membershipRule)
    expect(rule(['Unified', 'DynamicMembership'])).to.equal(membershipRule)
    for (const types of [['Unified'], [], null]) expect(rule(types), String(types)).to.equal(undefined)
    for (const text of ['', null]) expect(rule(['DynamicMembership'], text)).to.equal(undefined)
  })

  it('are an error without an id', () => {
    const oddities: unknown[] = [null, undefined, 'text', 5, {}, { id: 5, displayName: 'Who' }]
    for (const odd of oddities) {
      const error = thrownBy(() => groupOf(odd as GraphGroup))
      expect([error.code, error.message]).to.deep.equal([
        'graphUnexpected',
        'Graph listed a group without its id. Run again; if it stays, report it with this text.',
      ])
    }
  })

  it('may have properties nobody knows', () => {
    const odd = {
      ...group({ securityEnabled: true }),
      extension_abc_x: 1,
      creationOptions: [],
      '@odata.id': 'x',
    }
    expect(groupOf(odd)).to.deep.equal(groupOf(group({ securityEnabled: true })))
  })

  it('may have texts that were cut in the middle of a character', () => {
    const { displayName, description } = groupOf(
      group({ displayName: 'Smile \ud83d', description: '\ude00 😀' }),
    )
    expect([displayName, description]).to.deep.equal(['Smile \ufffd', '\ufffd 😀'])
  })

  it('may have lost their name', () => {
    const { displayName, kind } = groupOf(group({ displayName: null, securityEnabled: true }))
    expect([displayName, kind]).to.deep.equal(['', 'security'])
  })

  it('are an error without a name and a kind: the application may not see them', () => {
    for (const nothing of [null, undefined]) {
      const hidden = { displayName: nothing, securityEnabled: nothing, mailEnabled: nothing }
      const error = thrownBy(() => groupOf(group(hidden)))
      expect(error.code).to.equal('permissionMissing')
      expect(error.message).to.contain(`the group ${id}: GroupMember.Read.All is missing.`)
    }
  })
})

describe('members as Graph sends them', () => {
  it('are users with what matches them on-premises', () => {
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
    expect(memberOf(member)).to.deep.equal(expected)
  })

  it('are guests in whatever letters it is written', () => {
    for (const userType of ['Guest', 'guest', 'GUEST'])
      expect(memberOf(user({ userType })).guest).to.equal(true)
    for (const userType of ['Member', null, '']) expect(memberOf(user({ userType })).guest).to.equal(false)
  })

  const kinds = {
    group: 'group',
    device: 'device',
    servicePrincipal: 'servicePrincipal',
    orgContact: 'contact',
  }
  for (const [type, kind] of Object.entries({ ...kinds, agent: 'other' })) {
    it(`are ${kind} where Graph says ${type}`, () => {
      const member = { '@odata.type': `#microsoft.graph.${type}`, id, displayName: 'It' }
      expect(memberOf(member)).to.deep.equal({ id: id.toLowerCase(), kind, displayName: 'It', guest: false })
    })
  }

  it('are visible users with any one of the properties that User.Read.All shows', () => {
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
      expect(memberOf({ ...user(), ...nulls, ...shown }).kind).to.equal('user')
    }
    for (const hidden of [nulls, { ...nulls, displayName: 'Ann' }]) {
      const error = thrownBy(() => memberOf({ ...user(), ...hidden }))
      expect([error.code, error.message]).to.deep.equal([
        'permissionMissing',
        `Graph hides the properties of the user ${id}: User.Read.All is missing. Grant the application permission User.Read.All with admin consent.`,
      ])
    }
  })

  it('are an error where a nested group hides its name', () => {
    const error = thrownBy(() => memberOf({ '@odata.type': '#microsoft.graph.group', id }))
    expect(error.code).to.equal('permissionMissing')
    expect(error.message).to.contain('GroupMember.Read.All')
  })
})

describe('permissions by path', () => {
  it('are what each listing needs, however it is addressed', () => {
    const cases: Array<[string, string]> = [
      ['/groups?$top=1', 'GroupMember.Read.All'],
      ['/beta/groups', 'GroupMember.Read.All'],
      ['/groups/x/members', 'GroupMember.Read.All'],
      ['/users?$top=1', 'User.Read.All'],
      ['https://graph.microsoft.com/v1.0/users?$skiptoken=x', 'User.Read.All'],
      ['/v1.0/directory/deletedItems/x', 'Group.Read.All'],
    ]
    for (const [path, permission] of cases) expect(permissionFor(path), path).to.equal(permission)
  })
})
