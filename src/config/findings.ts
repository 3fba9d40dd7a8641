/** What ajv has against a configuration, in words: where, what and what to write instead. */
import type { ErrorObject } from 'ajv'
import type { Finding } from './rules.js'

/** The parts of the schema that a hint is made of. */
interface Described {
  type?: string
  $comment?: string
  examples?: unknown[]
  properties?: Record<string, Described & { const?: unknown }>
  required?: string[]
  oneOf?: Described[]
  minimum?: number
  maximum?: number
}

/** What went wrong inside a choice is said once, by the choice. */
export function findingsOf(errors: readonly ErrorObject[]): Finding[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath)
  const inside = ({ instancePath, keyword }: ErrorObject) =>
    keyword !== 'anyOf' &&
    choices.some((choice) => instancePath === choice || instancePath.startsWith(`${choice}/`))
  return errors.filter((error) => !inside(error)).map(findingOf)
}

const articles: Record<string, string> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  integer: 'an integer',
}

const words: Record<string, string> = {
  minLength: 'must not be empty.',
  minItems: 'must not be empty.',
  minProperties: 'must not be empty.',
  maxProperties: 'must have one key only.',
  minimum: 'is too small.',
  maximum: 'is too large.',
}

const noneOf = 'is not one of the possible values.'

/** A value is never quoted: it may be a secret in the wrong place. */
function findingOf({ keyword, instancePath, params, parentSchema }: ErrorObject): Finding {
  const schema: Described = (parentSchema as Described | undefined) ?? {}
  const path = pathOf(partsOf(instancePath))
  switch (keyword) {
    case 'required': {
      const name = String(params['missingProperty'])
      return { path: join(path, name), message: 'is missing.', hint: hintOf(schema.properties?.[name]) }
    }
    case 'additionalProperties': {
      const hint = `Known keys: ${Object.keys(schema.properties ?? {}).join(', ')}.`
      return { path: join(path, String(params['additionalProperty'])), message: 'is not a known key.', hint }
    }
    case 'discriminator': {
      const isMissing = params['tagValue'] === undefined
      const types = schema.oneOf?.map(({ properties }) => properties?.['type']?.const) ?? []
      const message = isMissing ? 'is missing.' : noneOf
      return { path: join(path, 'type'), message, hint: `Write ${listed(types)}.` }
    }
    case 'type':
      return { path, message: `must be ${articles[schema.type ?? '']}.`, hint: hintOf(schema) }
    case 'enum':
      return { path, message: noneOf, hint: `Write ${listed(params['allowedValues'] as unknown[])}.` }
    case 'anyOf':
      return { path, message: noneOf, hint: `Write ${listed(schema.examples ?? [])}.` }
    case 'const':
      return { path, message: 'has the wrong value.', hint: `Write ${listed([params['allowedValue']])}.` }
    case 'pattern':
      return { path, message: `must be ${schema.$comment ?? 'of another form'}.`, hint: hintOf(schema) }
    default:
      return { path, message: words[keyword] ?? 'is invalid.', hint: hintOf(schema) }
  }
}

/** What to write there, as far as the schema knows. */
function hintOf({ type = '', examples = [], required = [], minimum, maximum }: Described = {}): string {
  const [first] = examples
  if (first !== undefined) return `For example: ${JSON.stringify(first)}.`
  if (required.length > 0) return `It needs ${required.join(', ')}.`
  const range =
    minimum === undefined ? '' : ` from ${minimum}${maximum === undefined ? ' up' : ` to ${maximum}`}`
  return `Write ${articles[type] ?? 'another value'}${range}.`
}

/** The parts of a JSON pointer: `/directory/urls/0`. */
const partsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

/** As people write it: directory.urls[0]. */
export const pathOf = (parts: ReadonlyArray<string | number>): string =>
  parts.map(String).reduce((path, part) => join(path, part), '')

function join(path: string, part: string): string {
  if (/^\d+$/.test(part)) return `${path}[${part}]`
  return path === '' ? part : `${path}.${part}`
}

const listed = (values: readonly unknown[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction', style: 'long' }).format(
    values.map((value) => JSON.stringify(value)),
  )
