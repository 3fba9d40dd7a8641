/** Violates every constraint of the schema in turn and checks the message and hint. */
import { expect } from 'chai'
import { loadConfig } from '../../src/config/load.js'
import type { Credential } from '../../src/config/types.js'
import { certificate, changed, credentials, full, problemsOf, temporaryFolder } from './fixture.js'
import { nodesOf, type Node, type Schema } from './walk.js'

/** The expected texts, written by hand, because the wording is part of the test. */
const typeTexts: Record<string, string> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  integer: 'an integer',
}

interface Breach {
  what: string
  value: unknown
  expected: RegExp
  /** The key below the node that the problem names. */
  at?: string
}

const hint = '(For example: .+|Write .+|Required keys: .+)\\.$'

/** Returns values that violate the constraints of a node, one at a time. */
function breaches(schema: Schema, inner: Record<string, unknown> | undefined): Breach[] {
  const { type, minimum, maximum } = schema
  const not = type === 'string' || type === 'object' ? 5 : 'x'
  const all: Array<Breach | false> = [
    typeof type === 'string' && {
      what: 'another type',
      value: not,
      expected: RegExp(`must be ${typeTexts[type]}\\. ${hint}`),
    },
    type === 'integer' && { what: 'a fraction', value: 1.5, expected: /must be an integer\. Write .+\.$/ },
    schema.minLength !== undefined && {
      what: 'an empty string',
      value: '',
      expected: RegExp(`must not be empty\\. ${hint}`),
    },
    schema.minItems !== undefined && {
      what: 'an empty list',
      value: [],
      expected: RegExp(`must not be empty\\. ${hint}`),
    },
    schema.minProperties !== undefined && {
      what: 'an empty object',
      value: {},
      expected: RegExp(`must not be empty\\. ${hint}`),
    },
    schema.maxProperties !== undefined && {
      what: 'two keys',
      value: { env: 'A', file: 'b' },
      expected: /must have exactly one key\. For example: \{"env":".+"\}\.$/,
    },
    schema.pattern !== undefined && {
      what: 'a string that does not match the pattern',
      value: 'an invalid/value?',
      expected: /: must be (an?|the) .+\. For example: ".+"\.$/,
    },
    minimum !== undefined && {
      what: 'a value below the minimum',
      value: minimum - 1,
      expected: /is too small\. Write (an integer of at least 0|a number from 0 to 100)\.$/,
    },
    maximum !== undefined && {
      what: 'a value above the maximum',
      value: maximum + 1,
      expected: /is too large\. Write .+ 100\.$/,
    },
    schema.enum !== undefined && {
      what: 'a value that is not in the enum',
      value: 'x',
      expected: RegExp(
        `is not one of the possible values\\. Write ${String(schema.enum.map((one) => `"${String(one)}".*`).join(''))}\\.$`,
      ),
    },
    schema.const === true && {
      what: 'another value',
      value: false,
      expected: /is not the allowed value\. Write true\.$/,
    },
    schema.anyOf !== undefined && {
      what: 'none of the choices',
      value: 'x',
      expected: /is not one of the possible values\. Write "selected", "all", "entra", or \{"filter":.+\}\.$/,
    },
    inner !== undefined && {
      what: 'an unknown key',
      value: { ...inner, typo: 1 },
      at: 'typo',
      expected: RegExp(
        `is not a known key\\. Known keys: ${Object.keys(schema.properties ?? {})
          .join(', ')
          .replace('$', '\\$')}\\.$`,
      ),
    },
    ...(schema.required ?? []).map((name) => ({
      what: `no ${name}`,
      value: Object.fromEntries(Object.entries(inner ?? {}).filter(([key]) => key !== name)),
      at: name,
      expected: RegExp(`is missing\\. ${hint}`),
    })),
  ]
  return all.filter((breach) => breach !== false)
}

const join = (...parts: Array<string | undefined>) => parts.filter(Boolean).join('.')

describe('the schema of the configuration', () => {
  const folder = temporaryFolder()
  before(() => folder.write('file.pem', certificate))
  const file = () => folder.path('file.pem')

  const types: Array<Credential['type']> = credentials('').map(({ type }) => type)
  for (const [index, type] of types.entries()) {
    const isFirst = index === 0
    for (const node of nodesOf(type).filter(({ path }) => isFirst || path.startsWith('entra.credential.'))) {
      it(`rejects invalid values of ${node.path || 'the root'} with a hint (credential ${type})`, () =>
        violate(node, index))
    }
  }

  it('has no kind of constraint that these tests do not violate', () => {
    const tested =
      'type properties required additionalProperties items minLength minItems minProperties maxProperties'
    const others =
      '$comment minimum maximum pattern enum const anyOf oneOf discriminator description examples $schema title'
    const found = types.flatMap((type) => nodesOf(type).flatMap(({ own }) => Object.keys(own)))
    expect([...new Set(found)].sort()).to.deep.equal([...tested.split(' '), ...others.split(' ')].sort())
  })

  async function violate({ path, schema, value }: Node, index: number) {
    const credential = credentials(file())[index]
    if (!credential) throw new Error('no such credential')
    const config = full(file(), credential)
    await loadConfig(config)
    const inner = schema.properties && value(config)
    const found = breaches(schema, inner as Record<string, unknown> | undefined)
    for (const { what, value: wrong, expected, at } of found) {
      const problems = await problemsOf(changed(config, path, wrong))
      const key = join(path, at)
      const here = problems.filter((text) => text.startsWith(key === '' ? 'The configuration ' : `${key}: `))
      expect(here, `${path}: ${what}`).to.have.lengthOf(1)
      expect(here[0]).to.match(expected)
    }
    expect(found, 'a key without constraints').to.not.be.empty
  }
})
