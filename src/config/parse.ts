/** From text or data to a checked configuration; every problem at once. */
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
import { findingsOf, pathOf } from './findings.js'
import type { Finding } from './rules.js'
import { configSchema } from './schema.js'

/**
 * JSON with comments and trailing commas, and what is wrong with it though it can be read.
 * @throws WritebackError `configInvalid` with every place where it is no JSON
 */
export function parseText(written: string, file: string): { data: unknown; repeated: Finding[] } {
  const text = written.replace(/^\uFEFF/, '')
  const errors: ParseError[] = []
  const data: unknown = parse(text, errors, { allowTrailingComma: true })
  if (errors.length === 0) return { data, repeated: repeatedIn(text) }
  throw invalid(
    errors.map(({ error, offset }) => ({
      path: `${file}:${position(text, offset)}`,
      message: `invalid JSON (${inWords(error)}).`,
      details: { file: resolve(file) },
    })),
  )
}

function position(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}

/** `CommaExpected`: comma expected. */
const inWords = (error: ParseErrorCode): string =>
  printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()

/** Of two keys with one name only the last would count, and nobody would know. */
function repeatedIn(text: string): Finding[] {
  const seen = new Map<string, string>()
  const findings: Finding[] = []
  const visitor: JSONVisitor = {
    onObjectProperty(name, offset, _length, _line, _column, outer) {
      const parts = [...outer(), name]
      const key = JSON.stringify(parts)
      const [first, here] = [seen.get(key), position(text, offset)]
      seen.set(key, here)
      if (first === undefined) return
      const hint = `Keep the one at ${first} or the one at ${here}.`
      findings.push({ path: pathOf(parts), message: 'duplicate key.', hint })
    },
  }
  visit(text, visitor, { allowTrailingComma: true })
  return findings
}

let compiled: ValidateFunction | undefined

/** The schema is our own, and a test validates it; checking it and polishing its code would take a run 50 ms. */
const options = {
  allErrors: true,
  discriminator: true,
  verbose: true,
  validateSchema: false,
  code: { optimize: false },
} as const

/** Everything the schema has against it. */
export function schemaFindings(data: unknown): Finding[] {
  compiled ??= new Ajv(options).compile(configSchema)
  return compiled(data) ? [] : findingsOf(compiled.errors ?? [])
}

export function invalid(findings: readonly Finding[]): WritebackError {
  const problems = findings.map(({ path, message, hint, details = { key: path } }): Problem => {
    const what = path === '' ? `The configuration ${message}` : `${path}: ${message}`
    return {
      code: 'configInvalid',
      message: what,
      ...(hint && { hint }),
      ...(path && { details }),
    }
  })
  const said = problems.map(({ message, hint }) => (hint ? `${message} ${hint}` : message))
  return new WritebackError(
    'configInvalid',
    `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}: ${said.join(' ')}`,
    { problems },
  )
}
