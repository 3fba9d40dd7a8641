/** Tests the schema with ajv in strict mode and as editors use it, which support draft-07 only. */
import { Ajv } from 'ajv'
import { expect } from 'chai'
import { configSchema } from '../../src/config/schema.js'
import { certificate, changed, credentials, full, minimal, temporaryFolder } from './fixture.js'
import { nodesOf } from './walk.js'

/** Validates as an editor does: unknown keywords are ignored. */
const editor = () => new Ajv({ strict: false })

describe('configSchema in editors', () => {
  const folder = temporaryFolder()
  before(() => folder.write('file.pem', certificate))

  it('compiles in strict mode of ajv without warnings', () => {
    const logged: unknown[] = []
    const log = (...messages: unknown[]) => void logged.push(messages)
    const logger = { log, warn: log, error: log }
    new Ajv({ strict: true, discriminator: true, allErrors: true, logger }).compile(configSchema)
    expect(logged).to.deep.equal([])
  })

  it('is valid and declares draft-07', () => {
    expect(configSchema.$schema).to.equal('http://json-schema.org/draft-07/schema#')
    expect(editor().validateSchema(configSchema)).to.equal(true)
  })

  it('accepts every configuration that the program accepts', () => {
    const isValid = editor().compile(configSchema)
    expect(isValid(minimal())).to.equal(true)
    for (const credential of credentials('file.pem'))
      expect(isValid(full('file.pem', credential))).to.equal(true)
  })

  it('rejects a value of a wrong type at every key', () => {
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

  it('describes every key', () => {
    const nodes = credentials('').flatMap(({ type }) => nodesOf(type))
    const undescribed = nodes.filter(({ own, path }) => !own.description && !/(^\$schema|\[0\])$/.test(path))
    expect(undescribed.map(({ path }) => path)).to.deep.equal([])
  })

  it('gives valid examples', () => {
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
