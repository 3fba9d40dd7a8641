import { mkdir } from 'node:fs/promises'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { loadConfig } from '../../src/config/load.js'
import { WritebackError } from '../../src/errors.js'
import {
  certificate,
  changed,
  credentials,
  failure,
  full,
  minimal,
  problemsOf,
  temporaryFolder,
} from './fixture.js'
import { nodesOf } from './walk.js'

describe('a configuration with many mistakes', () => {
  const folder = temporaryFolder()
  const wrong = {
    entra: {
      tenantId: '',
      credential: { type: 'certificate', certificatePath: './nowhere.pem' },
      graphUrl: 'https://graph.contoso.com',
      tls: { caPath: './nowhere-ca.pem' },
      typo: 1,
    },
    directory: {
      urls: ['ldap://dc1.corp.contoso.com', 'http://dc2.corp.contoso.com'],
      bind: { dn: 5, password: 'hunter2' },
      tls: { caPath: './folder' },
      container: 'corp.contoso.com/Groups',
    },
    limits: { losses: { percent: 'all' } },
  }

  for (const [what, content] of Object.entries({
    'none at all': '{}',
    'a binary one': Buffer.from(certificate.replaceAll(/-----[A-Z ]*-----/g, ''), 'base64').toString(
      'latin1',
    ),
    'half of one': certificate.replace(/[\w+/=]{64}\n/, ''),
  })) {
    it(`is told of a file of authorities that holds ${what}`, async () => {
      const caPath = await folder.write('authorities.pem', content)
      const problems = await problemsOf({
        ...minimal(),
        directory: { ...minimal().directory, tls: { caPath } },
      })
      expect(problems).to.deep.equal([
        'directory.tls.caPath: names a file that does not contain valid certificates in PEM format. Export it as Base-64, or convert a DER file with openssl x509 -inform der.',
      ])
    })
  }

  it('is told all of them at once: of the schema, of the rules and of files that cannot be read', async () => {
    await mkdir(folder.path('folder'))
    const problems = await problemsOf(await folder.write('wrong.json', JSON.stringify(wrong)))
    expect(problems.sort()).to.deep.equal(
      [
        'directory.bind.dn: must be a string. For example: "CN=svc-writeback,OU=Service,DC=corp,DC=contoso,DC=com".',
        'directory.bind.password: must be an object. For example: {"env":"AD_PASSWORD"}.',
        'directory.container: is not a valid distinguished name. For example: OU=Cloud Groups,DC=corp,DC=contoso,DC=com.',
        `directory.tls.caPath: names a folder, but must name a file. Check the path; relative paths are resolved against ${folder.path()}.`,
        'directory.urls[0]: would send the password unencrypted. Write ldaps://, or set directory.tls.startTls.',
        'directory.urls[1]: is not an LDAP URL of a domain controller. For example: ldaps://dc1.corp.contoso.com, or dns:corp.contoso.com.',
        'entra.authorityHost: is missing: authorityHost and graphUrl require each other. Write both, or replace them with cloud.',
        'entra.credential.clientId: is missing. For example: "00000000-0000-0000-0000-000000000000".',
        `entra.credential.certificatePath: names a file that does not exist. Check the path; relative paths are resolved against ${folder.path()}.`,
        'entra.tenantId: must be a tenant id or a domain name. For example: "00000000-0000-0000-0000-000000000000".',
        `entra.tls.caPath: names a file that does not exist. Check the path; relative paths are resolved against ${folder.path()}.`,
        'entra.typo: is not a known key. Known keys: tenantId, cloud, credential, authorityHost, graphUrl, tls.',
        'limits.losses.percent: must be a number. Write a number from 0 to 100.',
      ].sort(),
    )
  })

  it('has them in the message as well, counted', async () => {
    const { code, exitCode, message, problems } = await failure(changed(minimal(), 'directory', {}))
    expect({ code, exitCode }).to.deep.equal({ code: 'configInvalid', exitCode: 5 })
    expect(problems.map(({ code }) => code)).to.deep.equal([
      'configInvalid',
      'configInvalid',
      'configInvalid',
    ])
    expect(message).to.equal(
      'The configuration has 3 problems: ' +
        'directory.urls: is missing. For example: ["ldaps://dc1.corp.contoso.com"]. ' +
        'directory.bind: is missing. Required keys: dn, password. ' +
        'directory.container: is missing. For example: "OU=Cloud Groups,DC=corp,DC=contoso,DC=com".',
    )
  })

  it('counts one problem as one', async () => {
    const { message } = await failure(changed(minimal(), 'policy', { deprovision: 'remove' }))
    expect(message).to.equal(
      'The configuration has 1 problem: policy.deprovision: is not one of the possible values. ' +
        'Write "keep", "empty", or "delete".',
    )
  })
})

describe('a secret in the wrong place', () => {
  const folder = temporaryFolder()
  const secret = 'hunter2-S3cret!'
  before(() => folder.write('file.pem', certificate))

  /** Everything of an error that could be printed somewhere. */
  const everything = (error: WritebackError) =>
    [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack].join()

  it('is quoted nowhere, whatever key it was written to', async () => {
    let refused = 0
    for (const credential of credentials(folder.path('file.pem'))) {
      for (const { path } of nodesOf(credential.type)) {
        const config = changed(full(folder.path('file.pem'), credential), path, secret)
        const error = path === '' ? undefined : await loadConfig(config).catch((thrown: unknown) => thrown)
        if (!(error instanceof WritebackError)) continue
        refused++
        expect(everything(error), path).to.not.include('S3cret')
      }
    }
    expect(refused).to.be.greaterThan(100)
  })

  const literals: Array<[where: string, path: string, value: unknown]> = [
    ['the name of an environment variable', 'directory.bind.password', { env: secret }],
    [
      'a certificate with its key',
      'entra.credential',
      { type: 'certificate', clientId: 'c', certificatePath: `-----BEGIN PRIVATE KEY-----\n${secret}` },
    ],
    ['a URL', 'directory.urls', [`ldaps://writeback:${secret}@dc1.corp.contoso.com`]],
    [
      'a sign-in host',
      'entra',
      { ...minimal().entra, authorityHost: `https://x:${secret}@y`, graphUrl: `https://${secret} x` },
    ],
    ['a list', 'directory.bind.password', [secret]],
    ['a number', 'directory.bind.password', { stdin: secret }],
  ]
  for (const [where, path, value] of literals) {
    it(`is not quoted from ${where}`, async () => {
      expect(everything(await failure(changed(minimal(), path, value)))).to.not.include('S3cret')
    })
  }

  it('is not quoted from what is no JSON', async () => {
    const file = await folder.write('bad.json', `{ "password": ${secret}, "x": '${secret}' "${secret}`)
    expect(everything(await failure(file))).to.not.include('S3cret')
  })
})
