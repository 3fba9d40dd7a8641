/** The schema as others use it: ajv at its strictest, and editors, which know draft-07 and no more. */
import { Ajv } from 'ajv'
import { expect } from 'chai'
import { configSchema } from '../../src/config/schema.js'
import { certificate, changed, credentials, full, minimal, temporaryFolder } from './fixture.js'
import { nodesOf } from './walk.js'

/** Knows draft-07; what else stands in a schema means nothing to it. */
const editor = () => new Ajv({ strict: false })

describe('the schema', () => {
  const folder = temporaryFolder()
  before(() => folder.write('file.pem', certificate))

  it('compiles where ajv is strict about everything', () => {
    const said: unknown[] = []
    const logger = { log: said.push, warn: (...words: unknown[]) => said.push(words), error: said.push }
    new Ajv({ strict: true, discriminator: true, allErrors: true, logger }).compile(configSchema)
    expect(said).to.deep.equal([])
  })

  it('is a schema of draft-07, and says so', () => {
    expect(configSchema.$schema).to.equal('http://json-schema.org/draft-07/schema#')
    expect(editor().validateSchema(configSchema)).to.equal(true)
  })

  it('accepts in an editor what the program accepts', () => {
    const isValid = editor().compile(configSchema)
    expect(isValid(minimal())).to.equal(true)
    for (const credential of credentials('file.pem'))
      expect(isValid(full('file.pem', credential))).to.equal(true)
  })

  it('refuses in an editor what the program refuses: whatever stands at a wrong place', () => {
    const isValid = editor().compile(configSchema)
    for (const credential of credentials('file.pem')) {
      for (const { path, schema } of nodesOf(credential.type)) {
        if (schema.type === 'string' && path !== '$schema') {
          expect(isValid(changed(full('file.pem', credential), path, '')), path).to.equal(false)
        }
        expect(isValid(changed(full('file.pem', credential), path, [{}])), path).to.equal(false)
      }
    }
  })

  it('explains every key to who writes one', () => {
    const nodes = credentials('').flatMap(({ type }) => nodesOf(type))
    const silent = nodes.filter(({ own, path }) => !own.description && !/(^\$schema|\[0\])$/.test(path))
    expect(silent.map(({ path }) => path)).to.deep.equal([])
  })

  it('gives examples that are right', () => {
    let examples = 0
    const nodes = credentials('').flatMap(({ type }) =>
      nodesOf(type).map(({ path, own }) => [path, own] as const),
    )
    for (const [path, own] of new Map(nodes)) {
      const isValid = new Ajv({ strict: false }).compile(own)
      for (const example of own.examples ?? []) {
        expect(isValid(example), path).to.equal(true)
        examples++
      }
    }
    expect(examples).to.be.greaterThan(25)
  })
})
