import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { getLocation, parse, visit } from 'jsonc-parser'
import { loadConfig } from '../../src/config/load.js'
import { initConfig } from '../../src/config/template.js'
import type { WrittenConfig } from '../../src/config/types.js'
import { WritebackError } from '../../src/errors.js'
import { certificate, changed, credentials, objectId, temporaryFolder, wrongKeys } from './fixture.js'
import { nodesOf } from './walk.js'

/** Matches the `//` before an optional key. */
const optional = /^(\s*)\/\/ (?=")/gm

/** Replaces the placeholders of ids. */
const filled = (text: string) => text.replaceAll('00000000-0000-0000-0000-000000000000', objectId)

const pathOf = (parts: ReadonlyArray<string | number>) => parts.join('.').replace(/\.(\d+)/g, '[$1]')

describe('the configuration that initConfig writes', () => {
  const folder = temporaryFolder()
  let text = ''
  before(async () => {
    text = await readFile(await initConfig(folder.path('start.json')), 'utf8')
  })

  it('is valid except for the ids and the certificate', async () => {
    expect(await wrongKeys(folder.path('start.json'))).to.deep.equal([
      'entra.credential.certificatePath',
      'entra.credential.clientId',
      'entra.tenantId',
    ])
  })

  it('contains the defaults as values', async () => {
    const certificatePath = await folder.write('group-writeback.pem', certificate)
    const config = await loadConfig(await folder.write('filled.json', filled(text)))
    const { entra, directory } = parse(filled(text)) as WrittenConfig
    const least = { entra: { ...entra, credential: { ...entra.credential, certificatePath } }, directory }
    const file = await folder.write('least.json', JSON.stringify(least))
    expect(await loadConfig(file)).to.deep.equal(config)
  })

  it('contains every key of the schema and no other', () => {
    const named = new Set<string>()
    visit(text.replace(optional, '$1'), {
      onObjectProperty: (name, _offset, _length, _line, _column, outer) =>
        void named.add(pathOf([...outer(), name])),
    })
    const keys = credentials('').flatMap(({ type }) => nodesOf(type).map(({ path }) => path))
    // The walk does not cover choices: the type of the credential and the filter.
    const all = new Set([...keys, 'entra.credential.type', 'scope.groups.filter'].filter(isToBeNamed))
    expect([...named].sort()).to.deep.equal([...all].sort())
  })

  /** The kinds of references to a secret are shown once, at the password of the directory. */
  const isToBeNamed = (path: string) =>
    path !== '' && !path.endsWith(']') && !/^entra\.credential\..+\.(file|stdin)$/.test(path)

  it('contains optional keys with valid values', async () => {
    await folder.write('group-writeback.pem', certificate)
    for (const file of ['proxy-ca.pem', 'ca.pem']) await folder.write(file, certificate)
    const lines = [...text.matchAll(optional)]
    expect(lines).to.have.lengthOf.above(10)
    for (const { index } of lines) {
      const line = text.slice(index).trimStart().split('\n')[0] ?? ''
      const keys = parse(`{${line.slice(3)}
}`) as Record<string, unknown>
      const parent = getLocation(text, index).path.slice(0, -1)
      let config = parse(filled(text)) as WrittenConfig
      for (const [key, value] of Object.entries(keys))
        config = changed(config, pathOf([...parent, key]), value)
      expect(await loadConfig(await folder.write('more.json', JSON.stringify(config))), line).to.exist
    }
  })
})

describe('initConfig', () => {
  const folder = temporaryFolder()

  async function refusal(path: string): Promise<WritebackError> {
    const outcome = await initConfig(path).catch((error: unknown) => error)
    if (outcome instanceof WritebackError) return outcome
    throw new Error('A configuration was written.')
  }

  it('throws usage and keeps the file if there is one', async () => {
    const file = folder.path('mine.json')
    await writeFile(file, 'mine')
    const { code, exitCode, message } = await refusal(file)
    expect({ code, exitCode }).to.deep.equal({ code: 'usage', exitCode: 5 })
    expect(message).to.equal(`${file} already exists.`)
    expect(await readFile(file, 'utf8')).to.equal('mine')
  })

  it('throws usage with the path if the file cannot be written', async () => {
    const file = folder.path('nowhere/group-writeback.json')
    const { code, message, cause } = await refusal(file)
    expect(code).to.equal('usage')
    expect(message).to.equal(`${file} cannot be written.`)
    expect(cause).to.have.property('code', 'ENOENT')
  })
})
