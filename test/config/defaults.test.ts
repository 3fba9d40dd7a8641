import { resolve } from 'node:path'
import { expect } from 'chai'
import { loadConfig } from '../../src/config/load.js'
import type { Cloud, WrittenConfig } from '../../src/config/types.js'
import { certificate, changed, credentials, full, minimal, temporaryFolder } from './fixture.js'

describe('what is not written', () => {
  it('has a default', async () => {
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
      },
      scope: { groups: 'selected' },
      mapping: { name: 'displayName', microsoft365Groups: 'universalDistributionGroup' },
      policy: { deprovision: 'keep' },
      limits: {
        groupRemovals: { percent: 30, count: 500, from: 10 },
        groupAdditions: { count: 50_000 },
        removals: { percent: 30, from: 100 },
        deletions: { percent: 30, from: 10 },
      },
      state: { directory: resolve('.group-writeback') },
    })
  })

  it('has its default as well where it is written as undefined, as programs do', async () => {
    const data: WrittenConfig = {
      ...minimal(),
      entra: { ...minimal().entra, cloud: undefined, authorityHost: undefined, tls: undefined },
      scope: { groups: undefined },
      mapping: { name: undefined },
      policy: { deprovision: undefined },
      limits: {
        removals: { percent: undefined },
        groupAdditions: { count: undefined },
        deletions: undefined,
      },
      state: undefined,
    }
    expect(await loadConfig(data)).to.deep.equal(await loadConfig(minimal()))
  })

  it('has its default beside what is written', async () => {
    const limits = { groupRemovals: { percent: 0 }, deletions: { from: 0 } }
    const config = await loadConfig({ ...minimal(), limits, mapping: { name: 'objectId' } })
    expect(config.limits).to.deep.equal({
      groupRemovals: { percent: 0, count: 500, from: 10 },
      groupAdditions: { count: 50_000 },
      removals: { percent: 30, from: 100 },
      deletions: { percent: 30, from: 0 },
    })
    expect(config.mapping.microsoft365Groups).to.equal('universalDistributionGroup')
  })
})

describe('what is written', () => {
  const folder = temporaryFolder()

  it('is what the program gets, to the last key', async () => {
    const file = await folder.write('file.pem', certificate)
    for (const credential of credentials(file)) {
      const written = full(file, credential)
      const { entra, directory, scope, mapping, policy, limits } = written
      const { tenantId, authorityHost, graphUrl, tls } = entra
      expect(await loadConfig(written)).to.deep.equal({
        entra: { tenantId, credential, authorityHost, graphUrl, explicitAuthority: true, tls },
        ...{ directory, scope, mapping, policy, limits },
        state: { directory: resolve('state') },
      })
    }
  })

  const scopes = ['selected', 'all', 'entra', { filter: 'mailEnabled eq true' }] as const
  for (const groups of scopes) {
    it(`may have the scope ${JSON.stringify(groups)}`, async () => {
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

describe('a cloud', () => {
  for (const [cloud, authorityHost, graphUrl] of clouds) {
    it(`${cloud} has hosts of its own`, async () => {
      const { entra } = await loadConfig(changed(minimal(), 'entra.cloud', cloud))
      expect(entra).to.deep.include({ authorityHost, graphUrl, explicitAuthority: false })
    })
  }
})
