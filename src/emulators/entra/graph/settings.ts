/**
 * Tenant-wide group settings, as far as group writeback needs them. A new tenant has none, so the defaults of
 * the templates apply.
 */
import { notFound } from '../errors.js'
import { jsonResponse, type EntraResponse } from '../messages.js'
import { idFrom } from '../tenant/ids.js'
import { entityMetadata, metadata, param, type GraphContext } from './context.js'
import { requestedGroup } from './groups.js'

const unifiedTemplate = {
  id: '62375ab9-6b52-47ed-826b-58e47e0e304b',
  deletedDateTime: null,
  displayName: 'Group.Unified',
  description: 'Settings for Microsoft 365 groups.',
  values: [
    templateValue(
      'NewUnifiedGroupWritebackDefault',
      'System.Boolean',
      'true',
      'Whether new groups are written back.',
    ),
    templateValue('EnableGroupCreation', 'System.Boolean', 'true', 'Whether users may create groups.'),
  ],
}

const guestTemplate = {
  id: '08d542b9-071f-4e16-94b0-74abb372e3d9',
  deletedDateTime: null,
  displayName: 'Group.Unified.Guest',
  description: 'Settings for guests of one Microsoft 365 group.',
  values: [templateValue('AllowToAddGuests', 'System.Boolean', 'true', 'Whether guests may be added.')],
}

const templates = [unifiedTemplate, guestTemplate]

function templateValue(name: string, type: string, defaultValue: string, description: string) {
  return { name, type, defaultValue, description }
}

/** The tenant's only settings object: all values of the template, overridden by the tenant's own. */
function settingsOf({ tenant, tenantId }: GraphContext) {
  const own = tenant.groupSettings()
  if (!own) return []
  const values = unifiedTemplate.values.map(({ name, defaultValue }) => ({
    name,
    value: own[name] ?? defaultValue,
  }))
  return [
    {
      id: idFrom(`${tenantId}:settings`),
      displayName: 'Group.Unified',
      templateId: unifiedTemplate.id,
      values,
    },
  ]
}

export const listSettings = (context: GraphContext): EntraResponse =>
  jsonResponse(200, { '@odata.context': metadata(context, 'groupSettings'), value: settingsOf(context) })

/** Groups can have settings for guests only, and no emulated group has any. */
export function listSettingsOfGroup(context: GraphContext): EntraResponse {
  requestedGroup(context)
  return jsonResponse(200, { '@odata.context': metadata(context, 'groupSettings'), value: [] })
}

export function getSetting(context: GraphContext): EntraResponse {
  const setting = settingsOf(context).find(({ id }) => id === param(context, 0).toLowerCase())
  if (!setting) throw notFound(param(context, 0))
  return jsonResponse(200, { '@odata.context': entityMetadata(context, 'groupSettings'), ...setting })
}

export const listTemplates = (context: GraphContext): EntraResponse =>
  jsonResponse(200, { '@odata.context': metadata(context, 'groupSettingTemplates'), value: templates })

export function getTemplate(context: GraphContext): EntraResponse {
  const template = templates.find(({ id }) => id === param(context, 0).toLowerCase())
  if (!template) throw notFound(param(context, 0))
  return jsonResponse(200, {
    '@odata.context': entityMetadata(context, 'groupSettingTemplates'),
    ...template,
  })
}
