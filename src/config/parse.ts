/** Parses a configuration and checks it against the schema. */
import { resolve } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import {
  parse,
  printParseErrorCode,
  visit,
  type JSONVisitor,
  type ParseError,
  type ParseErrorCode,
} from 'jsonc-parser'
import { WritebackError, type Problem } from '../errors.js'
import { findingsOfErrors, keyPath } from './findings.js'
import type { Finding } from './rules.js'
import { configSchema } from './schema.js'

/**
 * Parses JSON with comments and trailing commas. `repeated` lists duplicate keys.
 * @throws WritebackError `configInvalid` with every syntax error
 */
export function parseConfigText(written: string, file: string): { data: unknown; duplicates: Finding[] } {
  const text = written.replace(/^\uFEFF/, '')
  const errors: ParseError[] = []
  const data: unknown = parse(text, errors, { allowTrailingComma: true })
  if (errors.length === 0) return { data, duplicates: duplicateKeys(text) }
  throw configInvalidError(
    errors.map(({ error, offset }) => ({
      path: `${file}:${linePosition(text, offset)}`,
      message: `invalid JSON (${syntaxErrorText(error)}).`,
      details: { file: resolve(file) },
    })),
  )
}

function linePosition(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}

/** Converts `CommaExpected` to "comma expected". */
const syntaxErrorText = (error: ParseErrorCode): string =>
  printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()

/** Finds duplicate keys: the parser would silently use the last one. */
function duplicateKeys(text: string): Finding[] {
  const seen = new Map<string, string>()
  const findings: Finding[] = []
  const visitor: JSONVisitor = {
    onObjectProperty(name, offset, _length, _line, _column, outer) {
      const parts = [...outer(), name]
      const key = JSON.stringify(parts)
      const [first, here] = [seen.get(key), linePosition(text, offset)]
      seen.set(key, here)
      if (first === undefined) return
      const hint = `Keep the one at ${first} or the one at ${here}.`
      findings.push({ path: keyPath(parts), message: 'duplicate key.', hint })
    },
  }
  visit(text, visitor, { allowTrailingComma: true })
  return findings
}

let compiledSchema: ValidateFunction | undefined

/** Without validation and optimisation of the schema, which would take 50 ms a run; a test validates the schema. */
const ajvOptions = {
  allErrors: true,
  discriminator: true,
  verbose: true,
  validateSchema: false,
  code: { optimize: false },
} as const

/** Returns all violations of the schema. */
export function checkSchema(data: unknown): Finding[] {
  compiledSchema ??= new Ajv(ajvOptions).compile(configSchema)
  return compiledSchema(data) ? [] : findingsOfErrors(compiledSchema.errors ?? [])
}

/** Combines all findings into one error. */
export function configInvalidError(findings: readonly Finding[]): WritebackError {
  const problems = findings.map(({ path, message, hint, details = { key: path } }): Problem => {
    return {
      code: 'configInvalid',
      message: path === '' ? `The configuration ${message}` : `${path}: ${message}`,
      ...(hint && { hint }),
      ...(path && { details }),
    }
  })
  const texts = problems.map(({ message, hint }) => (hint ? `${message} ${hint}` : message))
  return new WritebackError(
    'configInvalid',
    `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}: ${texts.join(' ')}`,
    { problems },
  )
}
