import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { getLocation, parse, visit } from 'jsonc-parser'
import { loadConfig } from '../../src/config/load.js'
import { initConfig } from '../../src/config/template.js'
import type { WrittenConfig } from '../../src/config/types.js'
import { WritebackError } from '../../src/errors.js'
import { certificate, changed, credentials, objectId, problemsOf, temporaryFolder } from './fixture.js'
import { nodesOf } from './walk.js'

/** A key that only needs its two strokes taken away. */
const optional = /^(\s*)\/\/ (?=")/gm

/** With the ids of an app registration. */
const filled = (text: string) => text.replaceAll('00000000-0000-0000-0000-000000000000', objectId)

const pathOf = (parts: ReadonlyArray<string | number>) => parts.join('.').replace(/\.(\d+)/g, '[$1]')

describe('the configuration to start from', () => {
  const folder = temporaryFolder()
  let text = ''
  before(async () => {
    text = await readFile(await initConfig(folder.path('start.json')), 'utf8')
  })

  it('lacks nothing but the ids and the certificate', async () => {
    expect(await problemsOf(folder.path('start.json'))).to.deep.equal([
      'entra.tenantId: is a placeholder. Copy the id from the app registration.',
      'entra.credential.clientId: is a placeholder. Copy the id from the app registration.',
      `entra.credential.certificatePath: names a file that does not exist. Check the path; relative paths are resolved against ${folder.path()}.`,
    ])
  })

  it('says the defaults that hold where nothing is said', async () => {
    const certificatePath = await folder.write('group-writeback.pem', certificate)
    const config = await loadConfig(await folder.write('filled.json', filled(text)))
    const { entra, directory } = parse(filled(text)) as WrittenConfig
    const least = { entra: { ...entra, credential: { ...entra.credential, certificatePath } }, directory }
    const file = await folder.write('least.json', JSON.stringify(least))
    expect(await loadConfig(file)).to.deep.equal(config)
  })

  it('names every key there is, and no other', () => {
    const named = new Set<string>()
    visit(text.replace(optional, '$1'), {
      onObjectProperty: (name, _offset, _length, _line, _column, outer) =>
        void named.add(pathOf([...outer(), name])),
    })
    const keys = credentials('').flatMap(({ type }) => nodesOf(type).map(({ path }) => path))
    // A choice, into which the walk does not look: the type of credential and the filter.
    const all = new Set([...keys, 'entra.credential.type', 'scope.groups.filter'].filter(isToBeNamed))
    expect([...named].sort()).to.deep.equal([...all].sort())
  })

  /** Where else a secret may be is explained once, at the directory's password. */
  const isToBeNamed = (path: string) =>
    path !== '' && !path.endsWith(']') && !/^entra\.credential\..+\.(file|stdin)$/.test(path)

  it('names the optional keys with values that are right', async () => {
    await folder.write('group-writeback.pem', certificate)
    for (const file of ['proxy-ca.pem', 'ca.pem']) await folder.write(file, certificate)
    const lines = [...text.matchAll(optional)]
    expect(lines).to.have.lengthOf.above(10)
    for (const { index } of lines) {
      const line = text.slice(index).trimStart().split('\n')[0] ?? ''
      const keys = parse(`{${line.slice(3)}
}`) as Record<string, unknown>
      const place = getLocation(text, index).path.slice(0, -1)
      let config = parse(filled(text)) as WrittenConfig
      for (const [key, value] of Object.entries(keys))
        config = changed(config, pathOf([...place, key]), value)
      expect(await loadConfig(await folder.write('more.json', JSON.stringify(config))), line).to.exist
    }
  })
})

describe('writing the configuration to start from', () => {
  const folder = temporaryFolder()

  async function refusal(path: string): Promise<WritebackError> {
    const outcome = await initConfig(path).catch((error: unknown) => error)
    if (outcome instanceof WritebackError) return outcome
    throw new Error('A configuration was written.')
  }

  it('never writes over a file', async () => {
    const file = folder.path('mine.json')
    await writeFile(file, 'mine')
    const { code, exitCode, message } = await refusal(file)
    expect({ code, exitCode }).to.deep.equal({ code: 'usage', exitCode: 5 })
    expect(message).to.equal(`${file} already exists.`)
    expect(await readFile(file, 'utf8')).to.equal('mine')
  })

  it('says where it could not', async () => {
    const file = folder.path('nowhere/group-writeback.json')
    const { code, message, cause } = await refusal(file)
    expect(code).to.equal('usage')
    expect(message).to.equal(`${file} cannot be written.`)
    expect(cause).to.have.property('code', 'ENOENT')
  })
})
