/**
 * Microsoft's OpenAPI description of the emulated requests, if it is available: it is not part of this
 * project.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Reply } from './client.js'

const file = fileURLToPath(new URL('../../../../../shared/graph/graph-groups-openapi.json', import.meta.url))

export const schemaAvailable = existsSync(file)

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: { $ref: string } }> }>
}
type Document = { paths: Record<string, Record<string, Operation>> }

/** Requests without a description, with one whose response has the same form. */
const alike: Readonly<Record<string, string>> = {
  'post /v1.0/directoryObjects/getByIds': 'get /v1.0/groups/{group-id}/members',
  'get /v1.0/directory/deletedItems/microsoft.graph.user': 'get /v1.0/users',
}

interface Schema {
  ajv: Ajv2020
  document: Document
  patterns: Array<{ path: string; pattern: RegExp }>
}

let loaded: Schema | undefined

function load(): Schema {
  if (loaded) return loaded
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(document, 'graph')
  const patterns = Object.keys(document.paths)
    // Literal paths before those with a placeholder.
    .sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
    .map((path) => ({ path, pattern: new RegExp(`^${escaped(path).replaceAll(/\{[^}]+\}/g, '[^/]+')}$`) }))
  loaded = { ajv, document, patterns }
  return loaded
}

const escaped = (path: string): string => path.replaceAll(/[$()]/g, String.raw`\$&`)

/** Names of the responses that were compared, for the test of the schema's coverage. */
export const checked = new Set<string>()

/** The names that `checked` uses for requests with a JSON response. */
export function describedCalls(): string[] {
  const { document } = load()
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      responses['200']?.content?.['application/json'] ? [`${method.toUpperCase()} ${path} 200`] : [],
    ),
  )
}

/** @throws Error with all differences; does nothing if the schema or the request is missing */
export function checkAnswer(method: string, url: URL, reply: Reply): void {
  if (!schemaAvailable || reply.text === '') return
  if (!String(reply.headers['content-type']).startsWith('application/json')) return
  const { name, validate } = validatorFor(method, decodeURIComponent(url.pathname), reply.status)
  if (!validate) return
  checked.add(name)
  if (validate(reply.body)) return
  const errors = validate.errors?.map((error) => `${error.instancePath} ${error.message}`).join('\n')
  throw new Error(
    `The answer ${name} does not fit Microsoft's schema:\n${errors}\n${reply.text.slice(0, 2000)}`,
  )
}

function validatorFor(
  method: string,
  pathname: string,
  status: number,
): { name: string; validate?: ValidateFunction } {
  const { ajv } = load()
  const operation = operationFor(method.toLowerCase(), pathname)
  // Unknown paths return an error body too.
  const known = operation ?? operationFor('get', '/v1.0/groups')
  const name = `${method} ${pathname} ${status}`
  if (!known || (!operation && status < 400)) return { name }
  const response = known.responses[String(status)] ?? known.responses['default']
  const reference = response?.content?.['application/json']?.schema.$ref
  const validate = reference === undefined ? undefined : ajv.getSchema(`graph${reference}`)
  // The name of a substituted request must not be that of the described request which its path resembles.
  const path = `${method.toLowerCase()} ${pathname}` in alike ? pathname : templateOf(pathname)
  return validate ? { name: `${method} ${path} ${status}`, validate } : { name }
}

function operationFor(method: string, pathname: string): Operation | undefined {
  const { document } = load()
  const substitute = alike[`${method} ${pathname}`]
  if (substitute !== undefined) {
    const [other = '', path = ''] = substitute.split(' ')
    return document.paths[path]?.[other]
  }
  return document.paths[templateOf(pathname)]?.[method]
}

const templateOf = (pathname: string): string =>
  load().patterns.find(({ pattern }) => pattern.test(pathname))?.path ?? pathname
