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
  wrongKeys,
} from './fixture.js'
import { nodesOf } from './walk.js'

describe('loadConfig with mistakes', () => {
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
    'no certificate': '{}',
    'a certificate in DER format': Buffer.from(
      certificate.replaceAll(/-----[A-Z ]*-----/g, ''),
      'base64',
    ).toString('latin1'),
    'an incomplete certificate': certificate.replace(/[\w+/=]{64}\n/, ''),
  })) {
    it(`rejects a file of certificate authorities with ${what}`, async () => {
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

  it('reports all problems together: of the schema, of the rules and of files', async () => {
    await mkdir(folder.path('folder'))
    expect(await wrongKeys(await folder.write('wrong.json', JSON.stringify(wrong)))).to.deep.equal([
      'directory.bind.dn',
      'directory.bind.password',
      'directory.container',
      'directory.tls.caPath',
      'directory.urls[0]',
      'directory.urls[1]',
      'entra.authorityHost',
      'entra.credential.certificatePath',
      'entra.credential.clientId',
      'entra.tenantId',
      'entra.tls.caPath',
      'entra.typo',
      'limits.losses.percent',
    ])
  })

  it('throws configInvalid, whose message counts and contains all problems', async () => {
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

  it('throws an error that says "1 problem" for a single one', async () => {
    const { message } = await failure(changed(minimal(), 'policy', { deprovision: 'remove' }))
    expect(message).to.equal(
      'The configuration has 1 problem: policy.deprovision: is not one of the possible values. ' +
        'Write "keep", "empty", or "delete".',
    )
  })
})

describe('a secret under a wrong key', () => {
  const folder = temporaryFolder()
  const secret = 'hunter2-S3cret!'
  before(() => folder.write('file.pem', certificate))

  /** Returns all text of an error that could be printed. */
  const everything = (error: WritebackError) =>
    [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack].join()

  it('is never quoted by the error, whatever the key', async () => {
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
    it(`is not quoted by the error if it is in ${where}`, async () => {
      expect(everything(await failure(changed(minimal(), path, value)))).to.not.include('S3cret')
    })
  }

  it('is not quoted by the error about invalid JSON', async () => {
    const file = await folder.write('bad.json', `{ "password": ${secret}, "x": '${secret}' "${secret}`)
    expect(everything(await failure(file))).to.not.include('S3cret')
  })
})
