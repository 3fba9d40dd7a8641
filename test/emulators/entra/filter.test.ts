import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { errorIn, get, getEventual, namesIn, refusal } from './support/client.js'

const query = (filter: string, rest = '') => `/groups?$filter=${encodeURIComponent(filter)}${rest}`

describe('the emulated Entra: $filter', () => {
  let entra: Entra
  before(async () => {
    entra = await startEntra({ seed: 'filter' })
    const { tenant } = entra
    tenant.addGroup({ displayName: "R&D's #1", description: 'Research' })
    tenant.addGroup({ displayName: 'Sales', kind: 'microsoft365', mail: 'sales@contoso.com' })
    tenant.addGroup({ displayName: 'Sales EMEA', source: 'ad' })
    tenant.addGroup({
      displayName: 'Über (uns)',
      kind: 'distribution',
      createdDateTime: '2020-05-01T00:00:00Z',
    })
    tenant.addGroup({ displayName: 'Once', source: 'formerlyAd' })
  })
  after(() => entra.close())

  const found = async (filter: string) => {
    const reply = await get(entra, query(filter))
    expect(reply.status, reply.text).to.equal(200)
    return namesIn(reply)
  }
  const foundAdvanced = async (filter: string) => {
    const reply = await getEventual(entra, query(filter, '&$count=true'))
    expect(reply.status, reply.text).to.equal(200)
    expect(reply.body['@odata.count']).to.equal(namesIn(reply).length)
    return namesIn(reply)
  }
  const refused = async (filter: string) => refusal(await get(entra, query(filter)))

  it('finds by equality, ignoring case, with doubled quotes and any characters', async () => {
    expect(await found("displayName eq 'sales'")).to.deep.equal(['Sales'])
    expect(await found("displayName eq 'R&D''s #1'")).to.deep.equal(["R&D's #1"])
    expect(await found("DisplayName eq 'über (uns)'")).to.deep.equal(['Über (uns)'])
    expect(await found("displayName eq 'nobody'")).to.deep.equal([])
    expect(await found('mailEnabled eq true')).to.deep.equal(['Sales', 'Über (uns)'])
    expect(await found("mail in ('sales@contoso.com', 'x@y.z')")).to.deep.equal(['Sales'])
  })

  it('distinguishes null from values', async () => {
    expect(await found('onPremisesSyncEnabled eq true')).to.deep.equal(['Sales EMEA'])
    expect(await found('onPremisesSyncEnabled eq false')).to.deep.equal(['Once'])
    expect(await found('onPremisesSecurityIdentifier eq null')).to.have.length(3)
    expect(await foundAdvanced('onPremisesSyncEnabled ne null')).to.deep.equal(['Sales EMEA', 'Once'])
    expect(await foundAdvanced('onPremisesSyncEnabled ne true')).to.have.length(4)
  })

  it('combines conditions with and, or, not and parentheses', async () => {
    const both = "startsWith(displayName,'sales') and mailEnabled eq false"
    expect(await found(both)).to.deep.equal(['Sales EMEA'])
    expect(await found("displayName eq 'Once' or displayName eq 'Sales'")).to.have.members(['Once', 'Sales'])
    const precedence = "displayName eq 'Once' or displayName eq 'Sales' and mailEnabled eq false"
    expect(await found(precedence)).to.deep.equal(['Once'])
    const brackets = "(displayName eq 'Once' or displayName eq 'Sales') and mailEnabled eq true"
    expect(await found(brackets)).to.deep.equal(['Sales'])
    expect(await foundAdvanced("NOT(startswith(displayName,'s'))")).to.have.length(3)
    const doc = "mailEnabled eq false and securityEnabled eq true and NOT(groupTypes/any(s:s eq 'Unified'))"
    expect(await foundAdvanced(doc)).to.deep.equal(["R&D's #1", 'Sales EMEA', 'Once'])
  })

  it('filters collections with any()', async () => {
    expect(await found("groupTypes/any(c:c eq 'Unified')")).to.deep.equal(['Sales'])
    expect(await found("proxyAddresses/any(p:startsWith(p,'smtp:sales@'))")).to.deep.equal(['Sales'])
    expect(await foundAdvanced("proxyAddresses/any(p:endsWith(p,'contoso.com'))")).to.deep.equal(['Sales'])
    expect(await found('assignedLicenses/any()')).to.deep.equal([])
  })

  it('compares with ge and le', async () => {
    expect(await found("displayName ge 'sales' and displayName le 'sales f'")).to.deep.equal([
      'Sales',
      'Sales EMEA',
    ])
    expect(await found('renewedDateTime ge 2024-01-01T00:00:00Z')).to.have.length(5)
    expect(await found('renewedDateTime le 2024-01-01')).to.deep.equal([])
  })

  it('rejects advanced operators without the header or the count, and accepts them with both', async () => {
    for (const filter of [
      "displayName ne 'Sales'",
      "not(displayName eq 'Sales')",
      "proxyAddresses/any(p:endsWith(p,'com'))",
    ]) {
      expect(await refused(filter), filter).to.equal('400 Request_UnsupportedQuery')
      const headerOnly = await getEventual(entra, query(filter))
      expect(refusal(headerOnly), filter).to.equal('400 Request_UnsupportedQuery')
      const countOnly = await get(entra, query(filter, '&$count=true'))
      expect(refusal(countOnly), filter).to.equal('400 Request_UnsupportedQuery')
      expect(await foundAdvanced(filter), filter).not.to.deep.equal([])
    }
  })

  it('rejects operators that a property does not support', async () => {
    for (const filter of [
      "visibility eq 'Private'",
      "onPremisesSecurityIdentifier in ('S-1')",
      "contains(displayName,'a')",
      "displayName gt 'a'",
      'description eq null',
      "startsWith(mailEnabled,'t')",
      "groupTypes eq 'Unified'",
      "displayName/any(c:c eq 'x')",
      "groupTypes/any(c:startsWith(c,'Uni'))",
      "assignedLicenses/any(l:l eq 'x')",
    ]) {
      expect(await refused(filter), filter).to.equal('400 Request_UnsupportedQuery')
    }
  })

  it('rejects not around a condition that cannot be negated, even as an advanced query', async () => {
    const filter = query('not(onPremisesSecurityIdentifier eq null)', '&$count=true')
    expect(refusal(await getEventual(entra, filter))).to.equal('400 Request_UnsupportedQuery')
  })

  it('rejects unknown names, wrong types and syntax errors', async () => {
    for (const filter of [
      "colour eq 'red'",
      'displayName eq true',
      "mailEnabled eq 'true'",
      'displayName eq 5',
      '',
      "displayName eq 'a",
      "displayName eq 'a' and",
      "displayName 'a'",
      "(displayName eq 'a'",
      "displayName eq 'a') or mail eq 'b'",
      'displayName in ()',
      "'a' eq displayName",
      "displayName eq 'R",
      'displayName eq displayName',
      "startsWith(displayName 'a')",
      'displayName EQ "a"',
    ]) {
      expect(await refused(filter), filter).to.equal('400 BadRequest')
    }
  })

  it('limits a filter to 15 alternatives and values to 120 characters, except in advanced queries', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `'n${index}'`).join(',')
    expect(await found(`displayName in (${names(15)})`)).to.deep.equal([])
    expect(await refused(`displayName in (${names(16)})`)).to.equal('400 Request_UnsupportedQuery')
    expect(await foundAdvanced(`displayName in (${names(16)})`)).to.deep.equal([])
    const either = Array.from({ length: 16 }, (_, index) => `displayName eq 'n${index}'`).join(' or ')
    const reply = await get(entra, query(either))
    expect(errorIn(reply).message).to.contain("containing 'OR' operators: 16. Max allowed: 15")
    expect(await refused(`displayName eq '${'x'.repeat(121)}'`)).to.equal('400 Request_UnsupportedQuery')
    expect(await foundAdvanced(`displayName eq '${'x'.repeat(121)}'`)).to.deep.equal([])
  })

  it('truncates the URL at an unescaped ampersand or hash, as any server does', async () => {
    const raw = await get(entra, "/groups?$filter=displayName%20eq%20'R&D''s'")
    expect(refusal(raw)).to.equal('400 BadRequest')
  })

  it('searches and sorts by advanced queries', async () => {
    expect(refusal(await get(entra, '/groups?$search="displayName:sales"'))).to.equal(
      '400 Request_UnsupportedQuery',
    )
    expect(namesIn(await getEventual(entra, '/groups?$search="displayName:emea"'))).to.deep.equal([
      'Sales EMEA',
    ])
    const either = '/groups?$search="displayName:emea" OR "description:res"'
    expect(namesIn(await getEventual(entra, either))).to.deep.equal(["R&D's #1", 'Sales EMEA'])
    expect(refusal(await getEventual(entra, '/groups?$search=sales'))).to.equal('400 Request_BadRequest')
    const sorted = namesIn(await get(entra, '/groups?$orderby=displayName desc'))
    expect(sorted).to.deep.equal(['Über (uns)', 'Sales EMEA', 'Sales', "R&D's #1", 'Once'])
    expect(refusal(await get(entra, '/groups?$orderby=mail'))).to.equal('400 Request_UnsupportedQuery')
    const filtered = "/groups?$filter=startsWith(displayName,'s')&$orderby=displayName desc"
    expect(refusal(await get(entra, filtered))).to.equal('400 Request_UnsupportedQuery')
    const both = await getEventual(entra, `${filtered}&$count=true`)
    expect(namesIn(both)).to.deep.equal(['Sales EMEA', 'Sales'])
  })

  it('updates its indexes when objects change', async () => {
    const group = entra.tenant.addGroup({ displayName: 'Before' })
    expect(await found("displayName eq 'Before'")).to.deep.equal(['Before'])
    entra.tenant.renameGroup(group, 'After')
    expect(await found("displayName eq 'Before'")).to.deep.equal([])
    expect(await found("displayName eq 'after'")).to.deep.equal(['After'])
    entra.tenant.deleteGroup(group)
    expect(await found("displayName eq 'After'")).to.deep.equal([])
    entra.tenant.restoreGroup(group)
    expect(await found("displayName eq 'After'")).to.deep.equal(['After'])
    entra.tenant.purgeGroup(group)
  })
})
