/** PATCH /groups/{id}: displayName, description and, on beta, writebackConfiguration. */
import { badRequest, notEmulated } from '../errors.js'
import type { EntraResponse } from '../messages.js'
import type { DirectoryObject } from '../tenant/objects.js'
import type { GroupChanges } from '../tenant/tenant.js'
import { tablesFor, type GraphContext } from './context.js'
import { requestedGroup } from './groups.js'
import { readJson } from './jsonBody.js'

const readOnly = new Set([
  'id',
  'createdDateTime',
  'deletedDateTime',
  'expirationDateTime',
  'groupTypes',
  'mail',
  'mailEnabled',
  'proxyAddresses',
  'renewedDateTime',
  'securityIdentifier',
])

const allowedTypes: Readonly<Record<'microsoft365' | 'security', readonly string[]>> = {
  microsoft365: ['universalDistributionGroup', 'universalSecurityGroup', 'universalMailEnabledSecurityGroup'],
  security: ['universalSecurityGroup'],
}

export function patchGroup(context: GraphContext): EntraResponse {
  const group = requestedGroup(context)
  const changes = groupChanges(readJson(context.request), context, group)
  context.tenant.updateGroup(group.id, changes)
  return { status: 204, headers: {} }
}

function groupChanges(
  body: Record<string, unknown>,
  context: GraphContext,
  group: DirectoryObject,
): GroupChanges {
  const changes: GroupChanges = {}
  for (const [name, value] of Object.entries(body)) {
    const property = tablesFor(context).group.get(name.toLowerCase())
    if (property?.name !== name) throw badRequest(`Invalid property '${name}'.`)
    if (readOnly.has(name) || name.startsWith('onPremises')) {
      throw badRequest(`Property '${name}' is read-only and cannot be set.`)
    }
    checkCloudMastered(group)
    if (name === 'displayName') changes.displayName = checkedText(name, value, 256)
    else if (name === 'description')
      changes.description = value === null ? null : checkedText(name, value, 1024)
    else if (name === 'writebackConfiguration') changes.writebackConfiguration = mergedWriteback(value, group)
    else throw notEmulated(`Changing '${name}'`)
  }
  return changes
}

function checkCloudMastered({ properties }: DirectoryObject): void {
  if (properties['onPremisesSyncEnabled'] === true) {
    throw badRequest(
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or ' +
        'objects currently undergoing migration.',
    )
  }
  if (properties['mailEnabled'] === true && !isUnified(properties)) {
    throw badRequest('Cannot Update a mail-enabled security groups and or distribution list.')
  }
}

function checkedText(name: string, value: unknown, maxLength: number): string {
  if (typeof value === 'string' && value !== '' && value.length <= maxLength) return value
  throw badRequest(`Invalid value specified for property '${name}' of resource 'Group'.`)
}

/** Omitted fields keep their values. */
function mergedWriteback(value: unknown, group: DirectoryObject): GroupChanges['writebackConfiguration'] {
  const invalid = () =>
    badRequest("Invalid value specified for property 'writebackConfiguration' of resource 'Group'.")
  if (typeof value !== 'object' || value === null) throw invalid()
  const kind = isUnified(group.properties) ? 'microsoft365' : 'security'
  for (const [name, given] of Object.entries(value)) {
    const fits =
      given === null ||
      (name === 'isEnabled' && typeof given === 'boolean') ||
      (name === 'onPremisesGroupType' && allowedTypes[kind].includes(String(given)))
    if (!fits || !['isEnabled', 'onPremisesGroupType'].includes(name)) throw invalid()
  }
  const before = group.properties['writebackConfiguration']
  return { isEnabled: null, onPremisesGroupType: null, ...(before as object | undefined), ...value }
}

const isUnified = (properties: DirectoryObject['properties']): boolean => {
  const types = properties['groupTypes']
  return Array.isArray(types) && types.includes('Unified')
}
