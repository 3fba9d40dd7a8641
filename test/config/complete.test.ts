import { resolve } from 'node:path'
import { expect } from 'chai'
import { loadConfig } from '../../src/config/load.js'
import type { Cloud, WrittenConfig } from '../../src/config/types.js'
import { certificate, changed, credentials, full, minimal, objectId, temporaryFolder } from './fixture.js'

const minute = 60_000

describe('defaults of the configuration', () => {
  it('fill in every missing key', async () => {
    expect(await loadConfig(minimal())).to.deep.equal({
      entra: {
        tenantId: 'contoso.com',
        credential: { type: 'azureCli' },
        authorityHost: 'https://login.microsoftonline.com',
        graphUrl: 'https://graph.microsoft.com',
        explicitAuthority: false,
        tls: {},
      },
      directory: {
        urls: ['ldaps://dc1.corp.contoso.com'],
        bind: { dn: 'writeback@corp.contoso.com', password: { env: 'AD_PASSWORD' } },
        tls: { startTls: false },
        container: 'OU=Groups,DC=corp,DC=contoso,DC=com',
        timeoutMs: 15_000,
      },
      scope: { groups: 'selected' },
      mapping: { name: 'displayName', microsoft365Groups: 'universalDistributionGroup' },
      policy: { deprovision: 'keep' },
      limits: {
        groupLosses: { percent: 30, count: 100, from: 10 },
        groupEmptied: { from: 3, except: [] },
        losses: { percent: 20, count: 500, from: 10 },
        groupAdditions: { count: 50_000 },
        creations: { count: 20, percent: 10 },
        deletions: { count: 5, percent: 5 },
        renames: { count: 10 },
        moves: { count: 10 },
        adoptions: { count: 0 },
        identifiersVanished: { count: 5 },
        privileged: [],
        accessSubtrees: [],
        missingForMs: 30 * minute,
        approvalForMs: 24 * 60 * minute,
      },
      state: { directory: resolve('.group-writeback') },
    })
  })

  it('replace keys that a program sets to undefined', async () => {
    const data: WrittenConfig = {
      ...minimal(),
      entra: { ...minimal().entra, cloud: undefined, authorityHost: undefined, tls: undefined },
      scope: { groups: undefined },
      mapping: { name: undefined },
      policy: { deprovision: undefined },
      limits: {
        losses: { percent: undefined },
        groupAdditions: { count: undefined },
        groupEmptied: { except: undefined },
        deletions: undefined,
        privileged: undefined,
        accessSubtrees: undefined,
        missingFor: undefined,
      },
      state: undefined,
    }
    expect(await loadConfig(data)).to.deep.equal(await loadConfig(minimal()))
  })

  it('fill in the keys beside written ones', async () => {
    const { limits: defaults } = await loadConfig(minimal())
    const limits = { groupLosses: { percent: 0 }, groupEmptied: { from: 0 }, missingFor: '0m' }
    const config = await loadConfig({ ...minimal(), limits, mapping: { name: 'objectId' } })
    expect(config.limits).to.deep.equal({
      ...defaults,
      groupLosses: { percent: 0, count: 100, from: 10 },
      groupEmptied: { from: 0, except: [] },
      missingForMs: 0,
    })
    expect(config.mapping.microsoft365Groups).to.equal('universalDistributionGroup')
  })
})

describe('written values of the configuration', () => {
  const folder = temporaryFolder()

  it('are kept for every key', async () => {
    const file = await folder.write('file.pem', certificate)
    for (const credential of credentials(file)) {
      const written = full(file, credential)
      const { entra, directory, scope, mapping, policy, limits } = written
      const { tenantId, authorityHost, graphUrl, tls } = entra
      const { timeout, ...place } = directory
      const { missingFor, approvalFor, ...numbers } = limits ?? {}
      expect({ timeout, missingFor, approvalFor }).to.deep.equal({
        timeout: '20s',
        missingFor: '45m',
        approvalFor: '2d',
      })
      expect(await loadConfig(written)).to.deep.equal({
        entra: { tenantId, credential, authorityHost, graphUrl, explicitAuthority: true, tls },
        directory: { ...place, timeoutMs: 20_000 },
        ...{ scope, mapping, policy },
        limits: { ...numbers, missingForMs: 45 * minute, approvalForMs: 2 * 24 * 60 * minute },
        state: { directory: resolve('state') },
      })
    }
  })

  it('may contain object ids in upper case, which are lowered as in Graph', async () => {
    const below = 'CN=Operators,DC=corp,DC=contoso,DC=com'
    const privileged = [{ group: objectId.toUpperCase(), below }]
    const groupEmptied = { except: [objectId.toUpperCase()] }
    const { limits } = await loadConfig({ ...minimal(), limits: { privileged, groupEmptied } })
    expect(limits.privileged).to.deep.equal([{ group: objectId, below }])
    expect(limits.groupEmptied).to.deep.equal({ from: 3, except: [objectId] })
  })

  const durations: Array<[written: string, ms: number]> = [
    ['90s', 90_000],
    ['45m', 45 * minute],
    ['36h', 36 * 60 * minute],
    ['7d', 7 * 24 * 60 * minute],
  ]
  for (const [written, ms] of durations) {
    it(`accept ${written} as ${ms} ms`, async () => {
      const config = changed(minimal(), 'directory.timeout', written)
      const { directory, limits } = await loadConfig(changed(config, 'limits.approvalFor', written))
      expect([directory.timeoutMs, limits.approvalForMs]).to.deep.equal([ms, ms])
    })
  }

  const scopes = ['selected', 'all', 'entra', { filter: 'mailEnabled eq true' }] as const
  for (const groups of scopes) {
    it(`accept the scope ${JSON.stringify(groups)}`, async () => {
      expect((await loadConfig({ ...minimal(), scope: { groups } })).scope).to.deep.equal({ groups })
    })
  }
})

/** learn.microsoft.com/graph/deployments */
const clouds: Array<[Cloud, authorityHost: string, graphUrl: string]> = [
  ['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
  ['usGov', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
  ['usGovDoD', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
  ['china', 'https://login.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
]

describe('entra.cloud', () => {
  for (const [cloud, authorityHost, graphUrl] of clouds) {
    it(`${cloud} selects ${authorityHost} and ${graphUrl}`, async () => {
      const { entra } = await loadConfig(changed(minimal(), 'entra.cloud', cloud))
      expect(entra).to.deep.include({ authorityHost, graphUrl, explicitAuthority: false })
    })
  }
})
