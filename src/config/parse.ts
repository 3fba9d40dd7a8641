/** From text or data to a checked configuration; every problem at once. */
import { Ajv, type ErrorObject } from 'ajv'
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser'
import { WritebackError, type Problem } from '../errors.js'
import type { Finding } from './rules.js'
import { configSchema } from './schema.js'

/**
 * JSON with comments and trailing commas.
 * @throws WritebackError `configInvalid` with every place where it is no JSON
 */
export function parseText(text: string, file: string): unknown {
  const errors: ParseError[] = []
  const data: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true })
  if (errors.length === 0) return data
  throw invalid(
    errors.map(({ error, offset }) => ({
      path: `${file}:${position(text, offset)}`,
      message: `is no JSON here: ${printParseErrorCode(error)}.`,
    })),
  )
}

function position(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}

/** Everything the schema has against it. */
export function schemaFindings(data: unknown): Finding[] {
  const ajv = new Ajv({ allErrors: true, discriminator: true, verbose: true, strictRequired: false })
  const isValid = ajv.compile(configSchema)
  return isValid(data) ? [] : findings(isValid.errors ?? [])
}

export function invalid(findings: readonly Finding[]): WritebackError {
  const problems = findings.map(({ path, message, wayOut }): Problem => {
    return { code: 'configInvalid', message: `${path}: ${message}`, ...(wayOut && { wayOut }) }
  })
  const said = problems.map(({ message, wayOut }) => (wayOut ? `${message} ${wayOut}` : message))
  return new WritebackError(
    'configInvalid',
    `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}: ${said.join(' ')}`,
    { problems },
  )
}

/** What went wrong inside a choice is said once, by the choice. */
function findings(errors: readonly ErrorObject[]): Finding[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath)
  const inside = ({ instancePath, keyword }: ErrorObject) =>
    keyword !== 'anyOf' &&
    choices.some((choice) => instancePath === choice || instancePath.startsWith(`${choice}/`))
  const all = errors.filter((error) => !inside(error)).map(findingOf)
  return [...new Map(all.map((finding) => [`${finding.path} ${finding.message}`, finding])).values()]
}

interface Described {
  examples?: unknown[]
  properties?: Record<string, Described>
  oneOf?: Described[]
}

const words: Record<string, string> = {
  minLength: 'is empty',
  minItems: 'is empty',
  minProperties: 'is empty',
  maxProperties: 'names more than one place',
  pattern: 'does not have the right form',
  anyOf: 'is none of the possible values',
}

/** A value is never quoted: it may be a secret in the wrong place. */
function findingOf(error: ErrorObject): Finding {
  const { keyword, instancePath, params } = error
  const schema = error.parentSchema as Described | undefined
  const path = pathOf(instancePath)
  switch (keyword) {
    case 'required': {
      const name = String(params['missingProperty'])
      return { path: join(path, name), message: 'is missing.', wayOut: example(schema?.properties?.[name]) }
    }
    case 'additionalProperties': {
      const wayOut = `Known here: ${Object.keys(schema?.properties ?? {}).join(', ')}.`
      return { path: join(path, String(params['additionalProperty'])), message: 'is not known.', wayOut }
    }
    case 'enum':
      return {
        path,
        message: 'is none of the possible values.',
        wayOut: `Write ${listed(params['allowedValues'])}.`,
      }
    case 'const':
      return {
        path,
        message: 'has the wrong value.',
        wayOut: `Write ${JSON.stringify(params['allowedValue'])}.`,
      }
    case 'discriminator':
      return {
        path: join(path, 'type'),
        message: 'is none of the possible values.',
        wayOut: `Write ${types(schema)}.`,
      }
    default:
      return { path, message: `${words[keyword] ?? error.message ?? keyword}.`, wayOut: example(schema) }
  }
}

/** `/directory/urls/0` as people write it: directory.urls[0]. */
function pathOf(pointer: string): string {
  const parts = pointer.split('/').slice(1)
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).reduce(join, '')
}

function join(path: string, part: string): string {
  if (/^\d+$/.test(part)) return `${path}[${part}]`
  return path === '' ? part : `${path}.${part}`
}

function example(schema: Described | undefined): string | undefined {
  const first = schema?.examples?.[0]
  return first === undefined ? undefined : `For example: ${JSON.stringify(first)}.`
}

const listed = (values: unknown): string =>
  (values as unknown[]).map((value) => JSON.stringify(value)).join(', ')

const types = (schema: Described | undefined): string =>
  listed(
    schema?.oneOf?.map(({ properties }) => (properties?.['type'] as { const?: unknown } | undefined)?.const),
  )
