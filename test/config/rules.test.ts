import { expect } from 'chai'
import { loadConfig } from '../../src/config/load.js'
import { changed, minimal, problemsOf } from './fixture.js'

const invalidUrl =
  'is not an LDAP URL of a domain controller. For example: ldaps://dc1.corp.contoso.com, or dns:corp.contoso.com.'
const unencrypted = 'would send the password unencrypted. Write ldaps://, or set directory.tls.startTls.'

const urls: Array<[url: string, startTls: boolean, fault: string | undefined]> = [
  ['ldaps://dc1.corp.contoso.com', false, undefined],
  ['LDAPS://dc1.corp.contoso.com:3269/', false, undefined],
  ['ldap://dc1.corp.contoso.com', true, undefined],
  ['dns:corp.contoso.com', false, undefined],
  ['dns:corp.contoso.com', true, undefined],
  ['ldap://localhost', false, undefined],
  ['ldap://LOCALHOST:3389', false, undefined],
  ['ldap://127.0.0.1:3389', false, undefined],
  ['ldap://127.1.2.3', false, undefined],
  ['ldap://[::1]:3389', false, undefined],
  ['ldap://dc1.corp.contoso.com', false, unencrypted],
  ['ldap://dc1.corp.contoso.com:636', false, unencrypted],
  ['ldap://localhost.contoso.com', false, unencrypted],
  ['ldap://mylocalhost', false, unencrypted],
  ['ldap://127.0.0.1.contoso.com', false, unencrypted],
  ['ldap://10.0.0.1', false, unencrypted],
  ['ldap://[::2]', false, unencrypted],
  [
    'ldaps://dc1',
    true,
    'cannot be combined with startTls: ldaps is already encrypted. Write ldap://, or remove startTls.',
  ],
  ['dc1.corp.contoso.com', false, invalidUrl],
  ['https://dc1.corp.contoso.com', false, invalidUrl],
  ['ldaps://', false, invalidUrl],
  ['ldaps:///', false, invalidUrl],
  ['ldapi://%2fvar%2frun', false, invalidUrl],
  ['ldaps://dc1/DC=corp', false, invalidUrl],
  ['ldaps://dc1?x', false, invalidUrl],
  ['ldaps://dc1#x', false, invalidUrl],
  ['ldaps://writeback@dc1', false, invalidUrl],
  ['ldaps://:password@dc1', false, invalidUrl],
  ['ldaps://dc1:99999', false, invalidUrl],
  ['dns:', false, invalidUrl],
  ['dns:corp contoso', false, invalidUrl],
]

describe('directory.urls', () => {
  for (const [url, startTls, fault] of urls) {
    const how = startTls ? ' with startTls' : ''
    it(fault ? `rejects ${url}${how}` : `accepts ${url}${how}`, async () => {
      const config = changed(changed(minimal(), 'directory.urls[1]', url), 'directory.tls', { startTls })
      const first = changed(config, 'directory.urls[0]', startTls ? 'ldap://dc0' : 'ldaps://dc0')
      if (fault) expect(await problemsOf(first)).to.deep.equal([`directory.urls[1]: ${fault}`])
      else expect((await loadConfig(first)).directory.urls[1]).to.equal(url)
    })
  }
})

describe('directory.container', () => {
  const hint = 'For example: OU=Cloud Groups,DC=corp,DC=contoso,DC=com.'
  for (const container of ['corp.contoso.com/Groups', 'OU=Groups,', 'OU=Groups;DC=corp', 'Groups,DC=corp']) {
    it(`rejects the invalid distinguished name ${container}`, async () => {
      const problems = await problemsOf(changed(minimal(), 'directory.container', container))
      expect(problems).to.deep.equal([`directory.container: is not a valid distinguished name. ${hint}`])
    })
  }

  it('keeps its spelling', async () => {
    const container = 'ou=Groups\\, of all , dc=corp'
    const { directory } = await loadConfig(changed(minimal(), 'directory.container', container))
    expect(directory.container).to.equal(container)
  })
})

describe('distinguished names in the limits', () => {
  const hint = 'For example: OU=Cloud Groups,DC=corp,DC=contoso,DC=com.'
  const group = '00000000-0000-0000-0000-000000000000'
  const dn = 'CN=Operators,DC=corp,DC=contoso,DC=com'
  const withLimits = (limits: unknown) => changed(minimal(), 'limits', limits)

  it('are accepted if they are valid', async () => {
    const limits = { privileged: [{ group, below: dn }], accessSubtrees: [dn] }
    expect((await loadConfig(withLimits(limits))).limits).to.deep.include(limits)
  })

  it('are reported one by one if they are invalid', async () => {
    const privileged = [
      { group, below: dn },
      { group, below: 'Operators' },
    ]
    const limits = { privileged, accessSubtrees: ['corp.contoso.com/Shares', dn, 'OU=Shares,'] }
    expect(await problemsOf(withLimits(limits))).to.deep.equal([
      `limits.privileged[1].below: is not a valid distinguished name. ${hint}`,
      `limits.accessSubtrees[0]: is not a valid distinguished name. ${hint}`,
      `limits.accessSubtrees[2]: is not a valid distinguished name. ${hint}`,
    ])
  })

  for (const limits of [{ privileged: 'x', accessSubtrees: 5 }, { privileged: [null, 'x', { below: 5 }] }]) {
    it(`are left to the schema if their type is wrong: ${JSON.stringify(limits)}`, async () => {
      for (const problem of await problemsOf(withLimits(limits)))
        expect(problem).to.not.include('distinguished')
    })
  }
})

describe('authorityHost and graphUrl', () => {
  const both = (authorityHost: unknown, graphUrl: unknown) =>
    changed(minimal(), 'entra', { ...minimal().entra, authorityHost, graphUrl })

  it('require each other', async () => {
    const hint = 'Write both, or replace them with cloud.'
    const requireEachOther = 'is missing: authorityHost and graphUrl require each other.'
    expect(await problemsOf(both('https://a.example', undefined))).to.deep.equal([
      `entra.graphUrl: ${requireEachOther} ${hint}`,
    ])
    expect(await problemsOf(both(undefined, 'https://a.example'))).to.deep.equal([
      `entra.authorityHost: ${requireEachOther} ${hint}`,
    ])
  })

  it('cannot be combined with a cloud', async () => {
    const config = changed(both('https://a.example', 'https://b.example'), 'entra.cloud', 'usGov')
    expect(await problemsOf(config)).to.deep.equal([
      'entra.cloud: cannot be combined with authorityHost and graphUrl. Remove cloud, or both authorityHost and graphUrl.',
    ])
  })

  it('are normalised to origins and turn off instance discovery', async () => {
    const { entra } = await loadConfig(both('https://LOGIN.example/', 'https://graph.example:8443'))
    expect(entra).to.deep.include({
      authorityHost: 'https://login.example',
      graphUrl: 'https://graph.example:8443',
      explicitAuthority: true,
    })
  })

  for (const host of [
    'http://a.example',
    'a.example',
    'https://',
    'https://a.example/v1.0',
    'https://a.example?x',
  ]) {
    it(`reject ${host}`, async () => {
      expect(await problemsOf(both(host, 'https://graph.example'))).to.deep.equal([
        'entra.authorityHost: must be an https:// URL without a path. For example: "https://login.microsoftonline.com".',
      ])
    })
  }

  for (const host of ['https://a.example:99999', 'https://1.2.3.999', 'https://[::1']) {
    it(`reject ${host}, which matches the pattern but is not a valid URL`, async () => {
      expect(await problemsOf(both('https://login.example', host))).to.deep.equal([
        'entra.graphUrl: is not a valid URL. For example: https://login.microsoftonline.com.',
      ])
    })
  }
})

describe('a value that cannot be intended', () => {
  const zeros = '00000000-0000-0000-0000-000000000000'

  it('is rejected: the placeholder of an id', async () => {
    const credential = { type: 'secret', clientId: zeros, clientSecret: { env: 'SECRET' } }
    const config = changed(changed(minimal(), 'entra.tenantId', zeros), 'entra.credential', credential)
    expect(await problemsOf(config)).to.have.members([
      'entra.tenantId: is a placeholder. Copy the id from the app registration.',
      'entra.credential.clientId: is a placeholder. Copy the id from the app registration.',
    ])
  })

  for (const container of ['DC=corp,DC=contoso,DC=com', 'dc=test', 'DC=corp, DC=test']) {
    it(`is rejected: the root of a domain as container (${container})`, async () => {
      const [problem, ...others] = await problemsOf(changed(minimal(), 'directory.container', container))
      expect(problem).to.match(
        /^directory\.container: must not be the root of a domain\. Specify an organizational unit/,
      )
      expect(others).to.deep.equal([])
    })
  }

  it('is rejected: a file as state.directory', async () => {
    const problems = await problemsOf(changed(minimal(), 'state', { directory: 'package.json' }))
    expect(problems).to.have.length(1)
    expect(problems[0]).to.match(/^state\.directory: names a file, but must name a folder\./)
  })
})
