import { expect } from 'chai'
import type { DesiredGroup, OnPremisesGroupType } from '../../src/model/group.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { Selection } from '../../src/model/intent.js'
import {
  groupTypeValues,
  hasSecurityBit,
  keepAdoptedForm,
  transformGroup,
  type TransformContext,
} from '../../src/planner/desiredGroup.js'
import { groupInAd } from './fixture.js'

const id = '11112222-3333-4444-5555-666677778888'
const security: CloudGroup = {
  id,
  displayName: 'Sales, EMEA',
  kind: 'security',
  proxyAddresses: [],
  hiddenMembership: false,
}
const office: CloudGroup = {
  ...security,
  kind: 'microsoft365',
  mail: 'sales@contoso.com',
  mailNickname: 'sales',
  proxyAddresses: ['SMTP:sales@contoso.com', 'smtp:s@contoso.com', 'X500:/o=x', 'SPO:SPO_1'],
}
const here: TransformContext = {
  mapping: { name: 'displayName', microsoft365Groups: 'universalDistributionGroup' },
  facts: { externalObjectId: true, exchange: {}, container: 'writable', maxLengths: {} },
  container: 'OU=Groups,DC=x',
}
const withExchange: TransformContext = {
  ...here,
  facts: { ...here.facts, exchange: { schemaVersion: 17003, organization: { name: 'Contoso' } } },
}

function desired(group: CloudGroup, selection: Selection = {}, context = here): DesiredGroup {
  const made = transformGroup(group, selection, context)
  if (typeof made === 'string') throw new Error(made)
  return made
}

describe('the desired group', () => {
  it('of a security group is a universal security group', () => {
    expect(desired({ ...security, description: 'All of them' })).to.deep.equal({
      id,
      displayName: 'Sales, EMEA',
      name: 'Sales, EMEA_666677778888',
      container: 'OU=Groups,DC=x',
      dn: 'CN=Sales\\, EMEA_666677778888,OU=Groups,DC=x',
      type: 'universalSecurityGroup',
      attributes: {
        adminDescription: [`Group_${id}`],
        'msDS-ExternalDirectoryObjectId': [`Group_${id}`],
        groupType: ['-2147483640'],
        displayName: ['Sales, EMEA'],
        description: ['All of them'],
      },
      atCreation: { sAMAccountName: ['Sales_ EMEA_666677778888'] },
      skippedValues: [],
    })
  })

  it('has its anchor in adminDescription only if the schema is older than Windows Server 2016', () => {
    const { attributes } = desired(
      security,
      {},
      { ...here, facts: { ...here.facts, externalObjectId: false } },
    )
    expect(attributes).to.not.have.property('msDS-ExternalDirectoryObjectId')
    expect(attributes['adminDescription']).to.deep.equal([`Group_${id}`])
  })

  const types: Array<[OnPremisesGroupType | undefined, CloudGroup, OnPremisesGroupType, string]> = [
    [undefined, office, 'universalDistributionGroup', '8'],
    ['universalSecurityGroup', office, 'universalSecurityGroup', '-2147483640'],
    ['universalMailEnabledSecurityGroup', office, 'universalMailEnabledSecurityGroup', '-2147483640'],
    ['universalDistributionGroup', security, 'universalSecurityGroup', '-2147483640'],
  ]
  for (const [as, group, type, groupType] of types) {
    it(`of a ${group.kind} group with the selection ${as ?? '(none)'} is a ${type}`, () => {
      const made = desired(group, as ? { as } : {}, withExchange)
      expect(made.type).to.equal(type)
      expect(made.attributes['groupType']).to.deep.equal([groupType])
    })
  }

  it('has the type of the selection, else of writebackConfiguration, else of the configuration', () => {
    const asked = { ...office, writeback: { onPremisesGroupType: 'universalSecurityGroup' as const } }
    expect(desired(asked).type).to.equal('universalSecurityGroup')
    expect(desired(asked, { as: 'universalDistributionGroup' }).type).to.equal('universalDistributionGroup')
    const mapping = { name: 'objectId', microsoft365Groups: 'universalSecurityGroup' } as const
    const made = desired(office, { container: 'OU=Sub,OU=Groups,DC=x' }, { ...here, mapping })
    expect(made).to.deep.include({
      type: 'universalSecurityGroup',
      dn: `CN=Group_${id},OU=Sub,OU=Groups,DC=x`,
    })
  })

  it('has mail attributes only if it is a Microsoft 365 group and Exchange is present', () => {
    expect(desired(office).attributes).to.not.have.any.keys('mail', 'mailNickname', 'proxyAddresses')
    expect(desired(security, {}, withExchange).attributes).to.not.have.any.keys('mail', 'mailNickname')
    expect(desired(office, {}, withExchange).attributes).to.deep.include({
      mail: ['sales@contoso.com'],
      mailNickname: ['sales'],
      proxyAddresses: ['SMTP:sales@contoso.com', 'smtp:s@contoso.com', 'X500:/o=x'],
    })
  })

  it('has empty mail attributes if it is written as a security group, or has none in the cloud', () => {
    const nothing = { mail: [], mailNickname: [], proxyAddresses: [] }
    expect(desired(office, { as: 'universalSecurityGroup' }, withExchange).attributes).to.deep.include(
      nothing,
    )
    const bare = { ...office, mail: undefined, mailNickname: undefined, proxyAddresses: [] }
    expect(desired(bare, {}, withExchange).attributes).to.deep.include(nothing)
  })

  it('omits mail attributes that AD does not allow, and reports them as skipped values', () => {
    const facts = { ...withExchange.facts, maxLengths: { mail: 16, mailNickname: 5, proxyAddresses: 20 } }
    const long = {
      ...office,
      mailNickname: 'salesforce',
      proxyAddresses: ['smtp:far@too.long.com', 'smtp:a@b', 'SMTP:A@b'],
    }
    const made = desired(long, {}, { ...withExchange, facts })
    expect(made.attributes).to.deep.include({ mail: [], mailNickname: [], proxyAddresses: ['SMTP:A@b'] })
    expect(made.skippedValues).to.deep.equal([
      { attribute: 'mail', value: 'sales@contoso.com', reason: 'tooLong' },
      { attribute: 'mailNickname', value: 'salesforce', reason: 'tooLong' },
      { attribute: 'proxyAddresses', value: 'smtp:far@too.long.com', reason: 'tooLong' },
      { attribute: 'proxyAddresses', value: 'smtp:a@b', reason: 'duplicate' },
    ])
    expect(
      desired(long, { as: 'universalSecurityGroup' }, { ...withExchange, facts }).skippedValues,
    ).to.deep.equal([])
    expect(
      desired(long, {}, { ...here, facts: { ...here.facts, maxLengths: facts.maxLengths } }).skippedValues,
    ).to.deep.equal([])
  })

  it('does not exist for a mail-enabled group without an Exchange organisation (exchangeMissing)', () => {
    const as = 'universalMailEnabledSecurityGroup'
    expect(transformGroup(office, { as }, here)).to.equal('exchangeMissing')
    const prepared = { ...here, facts: { ...here.facts, exchange: { schemaVersion: 17003 } } }
    expect(transformGroup(office, { as }, prepared)).to.equal('exchangeMissing')
  })

  it('omits an empty description, and truncates texts to the limits of AD', () => {
    const long = desired({ ...security, displayName: 'x'.repeat(300), description: 'y'.repeat(2000) })
    expect(long.attributes['displayName']?.[0]).to.have.length(256)
    expect(long.attributes['description']?.[0]).to.have.length(1024)
    expect(desired({ ...security, description: '' }).attributes['description']).to.deep.equal([])
  })
})

describe('the desired group of an adopted object', () => {
  const found = (attributes: Record<string, string[]>, dn = 'CN=Old\\, name,OU=Old,DC=x') =>
    groupInAd({ dn, attributes })

  it('keeps the name, container and kind of the object', async () => {
    const wanted = desired(office, {}, withExchange)
    const current = await found({ cn: ['Old, name'], groupType: ['-2147483644'] })
    const kept = keepAdoptedForm(wanted, current, {})
    expect(kept).to.deep.equal({
      ...wanted,
      name: 'Old, name',
      container: 'OU=Old,DC=x',
      dn: current.dn,
      attributes: { ...wanted.attributes, groupType: ['-2147483644'] },
    })
  })

  it('has the kind or container that a person selected for the group', async () => {
    const current = await found({ cn: ['Old'], groupType: ['8'] }, 'CN=Old,OU=Old,DC=x')
    const as = { as: 'universalSecurityGroup' } as const
    const ordered = keepAdoptedForm(desired(office, as, withExchange), current, as)
    expect(ordered.attributes['groupType']).to.deep.equal(['-2147483640'])
    expect(ordered.dn).to.equal('CN=Old,OU=Old,DC=x')
    const place = { container: 'OU=New,OU=Groups,DC=x' }
    const moved = keepAdoptedForm(desired(office, place, withExchange), current, place)
    expect(moved).to.deep.include({ name: 'Old', dn: 'CN=Old,OU=New,OU=Groups,DC=x', ...place })
    expect(moved.attributes['groupType']).to.deep.equal(['8'])
  })

  it('has the usual name and container if those of the object are unknown', async () => {
    const wanted = desired(security)
    const kept = keepAdoptedForm(wanted, await found({}, 'no name'), {})
    expect(kept).to.deep.include({ name: wanted.name, container: wanted.container, dn: wanted.dn })
    expect(kept.attributes['groupType']).to.deep.equal([])
  })
})

describe('the security bit', () => {
  const types: Array<[groupType: string | undefined, isSet: boolean]> = [
    ['-2147483640', true],
    ['-2147483644', true],
    ['-2147483646', true],
    ['8', false],
    ['2', false],
    ['', false],
    [undefined, false],
  ]
  for (const [groupType, isSet] of types) {
    it(`is ${isSet ? 'set' : 'not set'} in the groupType ${groupType ?? '(none)'}`, () => {
      expect(hasSecurityBit(groupType === undefined ? {} : { groupType: [groupType] })).to.equal(isSet)
    })
  }

  it('is set in the groupType of both kinds of security groups, and not of distribution groups', () => {
    const set = Object.entries(groupTypeValues).filter(([, value]) => hasSecurityBit({ groupType: [value] }))
    expect(set.map(([type]) => type)).to.deep.equal([
      ...['universalSecurityGroup', 'universalMailEnabledSecurityGroup'],
    ])
  })
})
