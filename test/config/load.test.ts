import { mkdir } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { expect } from 'chai'
import { loadConfig, type ConfigInput } from '../../src/config/load.js'
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

const written = `// a comment
{
  "entra": { /* the source */ "tenantId": "contoso.com", "credential": { "type": "azureCli", }, },
  "directory": {
    "urls": ["ldaps://dc1.corp.contoso.com",],
    "bind": { "dn": "writeback", "password": { "env": "AD_PASSWORD" } },
    "container": "OU=Groups,DC=corp,DC=contoso,DC=com", // the target
  },
}
`

describe('a configuration file', () => {
  const folder = temporaryFolder()

  it('accepts comments and trailing commas', async () => {
    const { entra, directory } = await loadConfig(await folder.write('comments.json', written))
    expect(entra.credential).to.deep.equal({ type: 'azureCli' })
    expect(directory.urls).to.deep.equal(['ldaps://dc1.corp.contoso.com'])
  })

  it('accepts a byte order mark and Windows line breaks', async () => {
    const plain = await loadConfig(await folder.write('plain.json', written))
    const marked = await folder.write('bom.json', `\uFEFF${written.replaceAll('\n', '\r\n')}`)
    expect(await loadConfig(marked)).to.deep.equal(plain)
  })

  it('accepts UTF-16, which Windows PowerShell writes on redirection', async () => {
    const plain = await loadConfig(await folder.write('utf8.json', written))
    const text = Buffer.from(`\uFEFF${written.replaceAll('\n', '\r\n')}`, 'utf16le')
    expect(await loadConfig(await folder.write('little.json', text))).to.deep.equal(plain)
    expect(await loadConfig(await folder.write('big.json', text.swap16()))).to.deep.equal(plain)
  })

  const broken: Array<[what: string, text: string, problems: string[]]> = [
    ['an empty file', '', ['1:1: invalid JSON (value expected).']],
    ['a missing comma', '{\n  "entra": {}\n  "directory": {}\n}', ['3:3: invalid JSON (comma expected).']],
    ['a missing brace', '{ "entra": {}', ['1:14: invalid JSON (close brace expected).']],
    [
      'a bare word',
      '{ "entra": yes }',
      ['1:12: invalid JSON (invalid symbol).', '1:16: invalid JSON (value expected).'],
    ],
    ['text after the end', '{}\r\n\r\n  {}', ['3:3: invalid JSON (end of file expected).']],
    [
      'a syntax error after a byte order mark',
      '\uFEFF{\n"entra" 1}',
      ['2:9: invalid JSON (colon expected).'],
    ],
    [
      'two syntax errors',
      '{\n"a" 1,\n"b" 2 }',
      ['2:5: invalid JSON (colon expected).', '3:5: invalid JSON (colon expected).'],
    ],
  ]
  for (const [what, text, problems] of broken) {
    it(`reports the line and column of ${what}`, async () => {
      const file = await folder.write('broken.json', text)
      expect(await problemsOf(file)).to.deep.equal(problems.map((problem) => `${file}:${problem}`))
    })
  }

  it('rejects duplicate keys', async () => {
    const twice = written
      .replace('"bind"', '"urls": ["ldaps://dc2"], "bind"')
      .replace('"type"', '"type": "secret", "type"')
    const file = await folder.write('twice.json', twice)
    expect(await problemsOf(file)).to.deep.equal([
      'entra.credential.type: duplicate key. Keep the one at 3:74 or the one at 3:92.',
      'directory.urls: duplicate key. Keep the one at 5:5 or the one at 6:5.',
    ])
  })

  it('accepts the same key in different objects', async () => {
    const file = await folder.write(
      'same.json',
      JSON.stringify(full(await folder.write('ca.pem', certificate), { type: 'azureCli' })),
    )
    expect(await loadConfig(file)).to.exist
  })

  it('that is missing causes configNotFound with its absolute path and the action initConfig', async () => {
    const { code, exitCode, message, problems, cause } = await failure('./nowhere/group-writeback.json')
    expect({ code, exitCode }).to.deep.equal({ code: 'configNotFound', exitCode: 5 })
    const file = resolve('nowhere/group-writeback.json')
    expect(message).to.equal(`The configuration file ${file} cannot be read.`)
    expect(problems[0]).to.deep.include({ action: 'initConfig', details: { file } })
    expect(cause).to.have.property('code', 'ENOENT')
  })

  it('that is a folder causes configNotFound', async () => {
    expect((await failure(folder.path())).code).to.equal('configNotFound')
  })
})

describe('relative paths', () => {
  const folder = temporaryFolder()
  before(async () => {
    await mkdir(folder.path('conf'))
    await folder.write('conf/secret.pem', certificate)
  })

  it('are resolved against the folder of the configuration file', async () => {
    const absolute = credentials(folder.path('conf/secret.pem'))
    for (const [index, credential] of credentials('./secret.pem').entries()) {
      const file = await folder.write('conf/c.json', JSON.stringify(full('secret.pem', credential)))
      const { entra, directory, state } = await loadConfig(relative(process.cwd(), file))
      expect(entra.credential).to.deep.equal(absolute[index])
      expect(entra.tls).to.deep.equal({ caPath: folder.path('conf/secret.pem') })
      expect(directory.tls.caPath).to.equal(folder.path('conf/secret.pem'))
      expect(state.directory).to.equal(folder.path('conf/state'))
    }
  })

  it('of password files are resolved against the folder of the configuration file', async () => {
    const text = JSON.stringify(changed(minimal(), 'directory.bind.password', { file: '../password.txt' }))
    const { directory } = await loadConfig(await folder.write('conf/p.json', text))
    expect(directory.bind.password).to.deep.equal({ file: folder.path('password.txt') })
  })

  it('are resolved against the working directory if data is given', async () => {
    expect((await loadConfig(minimal())).state.directory).to.equal(resolve('.group-writeback'))
  })

  it('of secrets are not checked, because secrets are read when they are needed', async () => {
    const { directory } = await loadConfig(
      changed(minimal(), 'directory.bind.password', { file: './nowhere' }),
    )
    expect(directory.bind.password).to.deep.equal({ file: resolve('nowhere') })
  })

  const wrongPaths: Array<[what: string, path: string, message: string]> = [
    ['a missing file', 'nowhere.pem', 'names a file that does not exist.'],
    ['a folder', 'conf', 'names a folder, but must name a file.'],
    ['an unreadable file', 'conf/secret.pem/below-a-file.pem', 'names a file that this account cannot read.'],
  ]
  for (const [what, path, message] of wrongPaths) {
    it(`to ${what} are rejected with the folder that they are resolved against`, async () => {
      const config = changed(minimal(), 'entra.tls', { caPath: folder.path(path) })
      expect(await problemsOf(config)).to.deep.equal([
        `entra.tls.caPath: ${message} Check the path; relative paths are resolved against ${process.cwd()}.`,
      ])
    })
  }
})

describe('loadConfig given', () => {
  it('a loaded configuration returns the same object', async () => {
    const config = await loadConfig(minimal())
    expect(await loadConfig(config)).to.equal(config)
  })

  it('a copy of a loaded configuration checks it again and rejects the keys of the complete form', async () => {
    const problems = await problemsOf({ ...(await loadConfig(minimal())) })
    expect(problems.map((problem) => problem.replace(/ Known keys: .+/, ''))).to.deep.equal([
      'entra.explicitAuthority: is not a known key.',
      'directory.timeoutMs: is not a known key.',
      'limits.missingForMs: is not a known key.',
      'limits.approvalForMs: is not a known key.',
    ])
  })

  it('data copies it, so that later changes to the data have no effect', async () => {
    const data = minimal()
    const config = await loadConfig(data)
    data.directory.urls.push('ldap://evil.example')
    expect(config.directory.urls).to.deep.equal(['ldaps://dc1.corp.contoso.com'])
  })

  for (const data of [null, undefined, 5, true, [], [minimal()]]) {
    it(`${JSON.stringify(data)?.slice(0, 9)} throws configInvalid`, async () => {
      expect(await problemsOf(data as unknown as ConfigInput)).to.deep.equal([
        'The configuration must be an object. Required keys: entra, directory.',
      ])
    })
  }
})
