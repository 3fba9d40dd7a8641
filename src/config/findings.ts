/** Converts the errors of ajv to findings: the key, a message and a hint. */
import type { ErrorObject } from 'ajv'
import type { Finding } from './rules.js'

/** The keywords of the schema that a hint uses. */
interface SchemaKeywords {
  type?: string
  $comment?: string
  examples?: unknown[]
  properties?: Record<string, SchemaKeywords & { const?: unknown }>
  required?: string[]
  oneOf?: SchemaKeywords[]
  minimum?: number
  maximum?: number
}

/** Converts errors to findings. An invalid choice (`anyOf`) is reported once, without the errors of its branches. */
export function findingsOfErrors(errors: readonly ErrorObject[]): Finding[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath)
  const inside = ({ instancePath, keyword }: ErrorObject) =>
    keyword !== 'anyOf' &&
    choices.some((choice) => instancePath === choice || instancePath.startsWith(`${choice}/`))
  return errors.filter((error) => !inside(error)).map(findingOfError)
}

const typeTexts: Record<string, string> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  integer: 'an integer',
}

const messagesByKeyword: Record<string, string> = {
  minLength: 'must not be empty.',
  minItems: 'must not be empty.',
  minProperties: 'must not be empty.',
  maxProperties: 'must have exactly one key.',
  minimum: 'is too small.',
  maximum: 'is too large.',
}

const notAllowed = 'is not one of the possible values.'

/** Never quotes the value, because it may be a secret under a wrong key. */
function findingOfError({ keyword, instancePath, params, parentSchema }: ErrorObject): Finding {
  const schema: SchemaKeywords = (parentSchema as SchemaKeywords | undefined) ?? {}
  const path = keyPath(pointerParts(instancePath))
  switch (keyword) {
    case 'required': {
      const name = String(params['missingProperty'])
      return {
        path: appendKey(path, name),
        message: 'is missing.',
        hint: schemaHint(schema.properties?.[name]),
      }
    }
    case 'additionalProperties': {
      const hint = `Known keys: ${Object.keys(schema.properties ?? {}).join(', ')}.`
      return {
        path: appendKey(path, String(params['additionalProperty'])),
        message: 'is not a known key.',
        hint,
      }
    }
    case 'discriminator':
      return typeFinding(appendKey(path, 'type'), schema, params['tagValue'])
    case 'type':
      return { path, message: `must be ${typeTexts[schema.type ?? '']}.`, hint: schemaHint(schema) }
    case 'enum':
      return { path, message: notAllowed, hint: `Write ${listText(params['allowedValues'] as unknown[])}.` }
    case 'anyOf':
      return { path, message: notAllowed, hint: `Write ${listText(schema.examples ?? [])}.` }
    case 'const':
      return {
        path,
        message: 'is not the allowed value.',
        hint: `Write ${listText([params['allowedValue']])}.`,
      }
    case 'pattern':
      return { path, message: `must be ${schema.$comment ?? 'in another format'}.`, hint: schemaHint(schema) }
    default:
      return { path, message: messagesByKeyword[keyword] ?? 'is invalid.', hint: schemaHint(schema) }
  }
}

/** Returns the finding of a `type` that is missing or names none of the alternatives. */
function typeFinding(path: string, { oneOf = [] }: SchemaKeywords, value: unknown): Finding {
  const types = oneOf.map(({ properties }) => properties?.['type']?.const)
  return {
    path,
    message: value === undefined ? 'is missing.' : notAllowed,
    hint: `Write ${listText(types)}.`,
  }
}

/** Returns a hint made of the example, the required keys, or the type and range in the schema. */
function schemaHint({
  type = '',
  examples = [],
  required = [],
  minimum,
  maximum,
}: SchemaKeywords = {}): string {
  const [first] = examples
  if (first !== undefined) return `For example: ${JSON.stringify(first)}.`
  if (required.length > 0) return `Required keys: ${required.join(', ')}.`
  const range =
    minimum === undefined
      ? ''
      : maximum === undefined
        ? ` of at least ${minimum}`
        : ` from ${minimum} to ${maximum}`
  return `Write ${typeTexts[type] ?? 'another value'}${range}.`
}

/** Splits a JSON pointer (`/directory/urls/0`). */
const pointerParts = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

/** Returns the path of a key as shown to people: `directory.urls[0]`. */
export const keyPath = (parts: ReadonlyArray<string | number>): string =>
  parts.map(String).reduce((path, part) => appendKey(path, part), '')

function appendKey(path: string, part: string): string {
  if (/^\d+$/.test(part)) return `${path}[${part}]`
  return path === '' ? part : `${path}.${part}`
}

const listText = (values: readonly unknown[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction', style: 'long' }).format(
    values.map((value) => JSON.stringify(value)),
  )
