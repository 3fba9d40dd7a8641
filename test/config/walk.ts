/** Walks the schema, so that the tests meet every key there is, also those that come later. */
import { configSchema } from '../../src/config/schema.js'

export interface Schema {
  description?: string
  examples?: readonly unknown[]
  type?: string
  properties?: Record<string, Schema>
  required?: readonly string[]
  items?: Schema
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  enum?: readonly unknown[]
  const?: unknown
  minLength?: number
  minItems?: number
  minProperties?: number
  maxProperties?: number
  minimum?: number
  maximum?: number
  pattern?: string
}

export interface Node {
  /** As people write it: directory.urls[0]. */
  path: string
  schema: Schema
  /** Without what the chosen credential brings. */
  own: Schema
  /** What stands there in a configuration. */
  value: (config: unknown) => unknown
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Every place of the schema, where people sign in with this type of credential; choices are not looked into. */
export function nodesOf(credentialType: string): Node[] {
  const walk = (schema: Schema, path: string, value: Node['value']): Node[] => {
    const chosen = schema.oneOf?.find(({ properties }) => properties?.['type']?.const === credentialType)
    const { properties = {}, items } = chosen ?? schema
    const inner = Object.entries(properties).flatMap(([name, property]) =>
      walk(property, path === '' ? name : `${path}.${name}`, (config) => {
        const outer = value(config)
        return isObject(outer) ? outer[name] : undefined
      }),
    )
    const first = (config: unknown) => (value(config) as unknown[])[0]
    const isTag = chosen === undefined && schema.const === credentialType
    const here = isTag ? [] : [{ path, schema: { ...schema, ...chosen }, own: schema, value }]
    return [...here, ...inner, ...(items ? walk(items, `${path}[0]`, first) : [])]
  }
  return walk(configSchema, '', (config) => config)
}
