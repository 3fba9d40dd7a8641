/** Reads the configuration keys from the JSON schema, with the defaults that loading sets. */
import { basename } from 'node:path'
import ms from 'ms'
import { completeConfig } from '../../lib/config/complete.js'
import { configSchema } from '../../lib/config/schema.js'

const hosts = (cloud) => {
  const { authorityHost, graphUrl } = completeConfig(written({ cloud }), '/').entra
  return { authorityHost, graphUrl }
}
const written = (entra) => ({
  entra: { tenantId: '', credential: { type: 'azureCli' }, ...entra },
  directory: { urls: [], bind: { dn: '', password: { env: '' } }, container: '' },
})
const cloudNames = configSchema.properties.entra.properties.cloud.enum
const defaults = completeConfig(written({}), '/')
const quote = (name) => `\`${name}\``
const json = (value) => quote(JSON.stringify(value))

export const clouds = () =>
  cloudNames.map((cloud) => {
    const { authorityHost, graphUrl } = hosts(cloud)
    return [json(cloud), quote(authorityHost), quote(graphUrl)]
  })

/** Defaults whose loaded form differs from the written one. */
const special = {
  'entra.cloud': json(cloudNames.find((cloud) => hosts(cloud).graphUrl === defaults.entra.graphUrl)),
  'entra.authorityHost': 'of the cloud',
  'entra.graphUrl': 'of the cloud',
  'state.directory': json(`./${basename(defaults.state.directory)}`),
}

function defaultOf(path, isRequired) {
  if (isRequired) return 'required'
  if (special[path]) return special[path]
  const keys = path.split('.')
  const last = keys.pop()
  const parent = keys.reduce((value, key) => value?.[key], defaults)
  const milliseconds = parent?.[`${last}Ms`]
  if (milliseconds !== undefined) return json(ms(milliseconds))
  return parent?.[last] === undefined ? '' : json(parent[last])
}

function valueOf({ enum: names, type, pattern, anyOf, $ref, items, properties, examples }) {
  if ($ref) return ''
  if (names) return names.map(json).join(', ')
  if (anyOf) return anyOf.map(valueOf).join(', ')
  if (items) return 'list'
  if (examples?.[0]?.env) return 'reference to a secret'
  if (properties) return json(Object.fromEntries(Object.keys(properties).map((key) => [key, '…'])))
  if (pattern?.includes('(s|m|h|d)')) return 'duration'
  return type === 'boolean' ? '`true`, `false`' : type
}

/** Returns true for an object whose keys have their own rows. */
const isBranch = ({ properties, examples, anyOf }) =>
  properties !== undefined && examples === undefined && anyOf === undefined

function rowsOf(schema, path = '') {
  return Object.entries(schema.properties).flatMap(([key, child]) => {
    const at = path ? `${path}.${key}` : key
    if (at === '$schema' || at === 'limits') return []
    if (isBranch(child)) return rowsOf(child, at)
    const isRequired = schema.required.includes(key)
    return [[quote(at), valueOf(child), defaultOf(at, isRequired), oneLine(child.description)]]
  })
}

const oneLine = (text = '') => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

export const configurationRows = () => rowsOf(configSchema)

export const credentialRows = () =>
  configSchema.properties.entra.properties.credential.oneOf.map(({ properties, required, description }) => [
    json(properties.type.const),
    Object.keys(properties)
      .filter((key) => key !== 'type')
      .map((key) => quote(key) + (required.includes(key) ? '' : ' (optional)'))
      .join(', ') || 'none',
    description,
  ])

/** Returns every limit with its default in written form. */
export const limitRows = () =>
  Object.keys(configSchema.properties.limits.properties).map((key) => [
    quote(key),
    defaultOf(`limits.${key}`, false),
  ])
