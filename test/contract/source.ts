/** Contract tests of GroupSource, run on the memory source and on the emulated Entra. */
import { expect } from 'chai'
import { WritebackError } from '../../src/errors.js'
import type { Problem } from '../../src/errors.js'
import type { CloudGroup } from '../../src/model/group.js'
import { itemsOf, newGroup, newId, newSid, sorted, type SourceFixture } from './sourceFixture.js'
import { sourceCountsContract } from './sourceCounts.js'
import { sourceLocationsContract } from './sourceLocations.js'
import { sourceMembersContract } from './sourceMembers.js'

/** Names with characters that are special in URLs and filters. */
const oddNames = [
  "O'Brien's",
  "''",
  'R&D #1 + 50%',
  'a=b?c/d\\e',
  '100 %25 %',
  'https://contoso.com/?a=b#c',
  'Grüße 😀 שלום',
  ' leading and trailing ',
  '"quoted" (in) [all], {ways}; $filter=x',
  "') or startswith(displayName,'",
]

/** Groups of every kind and source of authority, with every property. */
const variety = (): CloudGroup[] => [
  newGroup('Plain security'),
  newGroup('Described', { description: 'For those who read' }),
  newGroup('Team', {
    kind: 'microsoft365',
    mail: 'team@contoso.com',
    proxyAddresses: ['SMTP:team@contoso.com', 'smtp:old@contoso.com'],
  }),
  newGroup('Secret', { kind: 'microsoft365', mail: 'secret@contoso.com', hiddenMembership: true }),
  newGroup('Mail security', { kind: 'mailEnabledSecurity', mail: 'ms@contoso.com' }),
  newGroup('List', { kind: 'distribution', mail: 'list@contoso.com' }),
  newGroup('From AD', { syncedFromAd: true, onPremisesSid: newSid() }),
  newGroup('Once from AD', { syncedFromAd: false, onPremisesSid: newSid() }),
  newGroup('Converted', { onPremisesSid: newSid() }),
  newGroup('Dynamic', { membershipRule: '(user.department -eq "Sales")' }),
  newGroup('Dynamic team', {
    kind: 'microsoft365',
    mail: 'dynamic@contoso.com',
    proxyAddresses: ['SMTP:dynamic@contoso.com'],
    membershipRule: 'user.department -in ["R&D", "O\'Brien"]',
  }),
]

export function sourceContract(open: () => Promise<SourceFixture>): void {
  let fixture: SourceFixture
  const everything: CloudGroup[] = []
  before(async () => (fixture = await open()))
  after(() => fixture.close())

  const add = (...groups: CloudGroup[]): CloudGroup[] => {
    for (const group of groups) fixture.addGroup(group)
    everything.push(...groups)
    return groups
  }
  const read = async (...args: Parameters<typeof fixture.source.readGroups>): Promise<CloudGroup[]> =>
    itemsOf(await fixture.source.readGroups(...args))

  const find = async (reference: string) => (await fixture.source.findGroups([reference])).get(reference)

  it('getAllGroups returns an empty complete list for an empty tenant', async () => {
    expect(await read('all')).to.deep.equal([])
    expect(await read('entra')).to.deep.equal([])
    expect(await find('anything')).to.deep.include({ code: 'groupNotFound' })
  })

  it('reads every group with all its properties, over several pages', async () => {
    add(...variety())
    expect(await read('all')).to.deep.equal(sorted(everything))
  })

  it('reads groups by id and omits ids that do not exist', async () => {
    const some = add(newGroup('Named 1'), newGroup('Named 2'))
    const ids = some.map(({ id }) => id)
    expect(await read('all', [newId(), ...ids, newId()])).to.deep.equal(sorted(some))
    expect(await read('all', [])).to.deep.equal([])
    expect(await read('all', [newId()])).to.deep.equal([])
  })

  it('reads more groups by id than fit into one batch request', async () => {
    const many = add(...Array.from({ length: 45 }, (_, index) => newGroup(`Many ${index}`)))
    expect(
      await read(
        'all',
        many.map(({ id }) => id),
      ),
    ).to.deep.equal(sorted(many))
  })

  it('reads the writeback settings of Entra in scope entra', async () => {
    const groups = add(
      newGroup('On', { writeback: { isEnabled: true, onPremisesGroupType: 'universalSecurityGroup' } }),
      newGroup('Off', { writeback: { isEnabled: false } }),
      newGroup('Undecided', { writeback: {} }),
    )
    const ids = groups.map(({ id }) => id)
    expect(await read('entra', ids)).to.deep.equal(sorted(groups))
    const all = await read('entra')
    expect(all.filter(({ id }) => ids.includes(id))).to.deep.equal(sorted(groups))
    expect(all.map(({ id }) => id)).to.deep.equal(sorted(everything).map(({ id }) => id))
  })

  it('reads the groups that match a filter, among all groups or among given ids', async () => {
    const filter = "startswith(displayName,'R&D')"
    fixture.addFilter(filter, ({ displayName }) => displayName.startsWith('R&D'))
    const matching = add(...Array.from({ length: 20 }, (_, index) => newGroup(`R&D #${index}`)))
    const [other] = add(newGroup('R+D'))
    expect(await read({ filter })).to.deep.equal(sorted(matching))
    const asked = matching.slice(0, 18).map(({ id }) => id)
    const ids = [...asked, other?.id ?? '', newId()]
    expect((await read({ filter }, ids)).map(({ id }) => id)).to.deep.equal([...asked].sort())
    expect(await read({ filter }, [])).to.deep.equal([])
  })

  it('fails with filterRefused for an invalid filter', async () => {
    const error = await read({ filter: "noSuchProperty eq 'x'" }).catch((error: unknown) => error)
    expect(codeOf(error)).to.equal('filterRefused')
  })

  sourceLocationsContract(() => fixture, add, read)

  it('finds a group by object id, mail address or display name', async () => {
    const mail = 'o.brien+team@contoso.com'
    const [group] = add(newGroup('The found', { kind: 'microsoft365', mail }))
    const references = [group?.id ?? '', mail, 'The found']
    const found = await fixture.source.findGroups([...references, ...references])
    expect([...found]).to.have.deep.members(references.map((reference) => [reference, group]))
  })

  for (const name of oddNames) {
    it(`finds a group with the display name ${JSON.stringify(name)}`, async () => {
      const [group] = add(newGroup(name), newGroup(`${name}.`))
      expect(await find(name)).to.deep.equal(group)
    })
  }

  it('reports an unknown id, address or name', async () => {
    for (const reference of [newId(), 'nobody@contoso.com', 'Nobody', "' or '1' eq '1"]) {
      const found = await find(reference)
      expect(found, reference).to.deep.include({ code: 'groupNotFound', details: { reference } })
    }
  })

  it('reports an ambiguous name with the ids of the groups', async () => {
    const ids = add(newGroup('Twins'), newGroup('Twins')).map(({ id }) => id)
    const found = await find('Twins')
    expect(found).to.deep.include({ code: 'groupAmbiguous' })
    const { groups } = (found as Problem).details ?? {}
    expect(groups).to.have.members(ids)
  })

  sourceMembersContract(() => fixture)
  sourceCountsContract(() => fixture)

  it('check passes, and the cost counts the requests', async () => {
    const before = fixture.source.requestCount()
    await read('all')
    expect(fixture.source.requestCount()).to.be.greaterThan(before)
    const { checks, problems } = await fixture.source.check()
    expect(problems).to.deep.equal([])
    expect(checks.map(({ status }) => status))
      .to.include('ok')
      .and.not.include('failed')
  })
}

const codeOf = (error: unknown): string => (error instanceof WritebackError ? error.code : String(error))
