import { expect } from 'chai'
import type { DesiredGroup, OnPremisesGroupType } from '../../src/model/group.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { Selection } from '../../src/model/intent.js'
import { transform, type TransformContext } from '../../src/planner/transform.js'

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
  facts: { externalObjectId: true, exchange: {}, container: 'writable' },
  container: 'OU=Groups,DC=x',
}
const withExchange: TransformContext = {
  ...here,
  facts: {
    externalObjectId: true,
    exchange: { schemaVersion: 17003, organization: { name: 'Contoso' } },
    container: 'writable',
  },
}

function desired(group: CloudGroup, selection: Selection = {}, context = here): DesiredGroup {
  const made = transform(group, selection, context)
  if (typeof made === 'string') throw new Error(made)
  return made
}

describe('transform', () => {
  it('turns a security group into a universal security group', () => {
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
    })
  })

  it('uses adminDescription alone where the schema is older than 2016', () => {
    const { attributes } = desired(
      security,
      {},
      { ...here, facts: { externalObjectId: false, exchange: {}, container: 'writable' } },
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
    it(`makes a ${group.kind} group asked for as ${as ?? 'nothing'} a ${type}`, () => {
      const made = desired(group, as ? { as } : {}, withExchange)
      expect(made.type).to.equal(type)
      expect(made.attributes['groupType']).to.deep.equal([groupType])
    })
  }

  it('listens to a selection first, then to Entra, then to the configuration', () => {
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

  it('writes the mail side of Microsoft 365 groups only where Exchange is', () => {
    expect(desired(office).attributes).to.not.have.any.keys('mail', 'mailNickname', 'proxyAddresses')
    expect(desired(security, {}, withExchange).attributes).to.not.have.any.keys('mail', 'mailNickname')
    expect(desired(office, {}, withExchange).attributes).to.deep.include({
      mail: ['sales@contoso.com'],
      mailNickname: ['sales'],
      proxyAddresses: ['SMTP:sales@contoso.com', 'smtp:s@contoso.com', 'X500:/o=x'],
    })
  })

  it('clears the mail side of a group that is a plain security group now, or has none', () => {
    const nothing = { mail: [], mailNickname: [], proxyAddresses: [] }
    expect(desired(office, { as: 'universalSecurityGroup' }, withExchange).attributes).to.deep.include(
      nothing,
    )
    const bare = { ...office, mail: undefined, mailNickname: undefined, proxyAddresses: [] }
    expect(desired(bare, {}, withExchange).attributes).to.deep.include(nothing)
  })

  it('refuses mail-enabled groups without Exchange, and with its schema alone', () => {
    const as = 'universalMailEnabledSecurityGroup'
    expect(transform(office, { as }, here)).to.equal('exchangeMissing')
    const prepared = {
      ...here,
      facts: { externalObjectId: true, exchange: { schemaVersion: 17003 }, container: 'writable' as const },
    }
    expect(transform(office, { as }, prepared)).to.equal('exchangeMissing')
  })

  it('leaves an empty description out, and cuts texts to what AD takes', () => {
    const long = desired({ ...security, displayName: 'x'.repeat(300), description: 'y'.repeat(2000) })
    expect(long.attributes['displayName']?.[0]).to.have.length(256)
    expect(long.attributes['description']?.[0]).to.have.length(1024)
    expect(desired({ ...security, description: '' }).attributes['description']).to.deep.equal([])
  })
})
