/** Walks the schema, so that the tests cover every key, including future ones. */
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
  /** For example `directory.urls[0]`. */
  path: string
  schema: Schema
  /** The schema of the node without the branch of the chosen credential. */
  own: Schema
  /** Returns the value of this node in a configuration. */
  value: (config: unknown) => unknown
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Returns every node of the schema for this type of credential; `anyOf` is not walked. */
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
