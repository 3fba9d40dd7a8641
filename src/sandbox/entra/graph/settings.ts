/**
 * Tenant-wide group settings. A tenant starts with none, which means: what the templates say. Only what group writeback
 * needs of them is here.
 */
import { notFound } from '../errors.js'
import { json, type Answer } from '../messages.js'
import { entityMetadata, metadata, param, type GraphContext } from './context.js'
import { groupAt } from './groups.js'

const unifiedTemplate = {
  id: '62375ab9-6b52-47ed-826b-58e47e0e304b',
  deletedDateTime: null,
  displayName: 'Group.Unified',
  description: 'Settings for Microsoft 365 groups.',
  values: [
    value(
      'NewUnifiedGroupWritebackDefault',
      'System.Boolean',
      'true',
      'Whether new groups are written back.',
    ),
    value('EnableGroupCreation', 'System.Boolean', 'true', 'Whether users may create groups.'),
  ],
}

const guestTemplate = {
  id: '08d542b9-071f-4e16-94b0-74abb372e3d9',
  deletedDateTime: null,
  displayName: 'Group.Unified.Guest',
  description: 'Settings for guests of one Microsoft 365 group.',
  values: [value('AllowToAddGuests', 'System.Boolean', 'true', 'Whether guests may be added.')],
}

const templates = [unifiedTemplate, guestTemplate]

function value(name: string, type: string, defaultValue: string, description: string) {
  return { name, type, defaultValue, description }
}

export const listSettings = (context: GraphContext): Answer =>
  json(200, { '@odata.context': metadata(context, 'groupSettings'), value: [] })

export function listSettingsOfGroup(context: GraphContext): Answer {
  groupAt(context)
  return listSettings(context)
}

export function getSetting(context: GraphContext): Answer {
  throw notFound(param(context, 0))
}

export const listTemplates = (context: GraphContext): Answer =>
  json(200, { '@odata.context': metadata(context, 'groupSettingTemplates'), value: templates })

export function getTemplate(context: GraphContext): Answer {
  const template = templates.find(({ id }) => id === param(context, 0).toLowerCase())
  if (!template) throw notFound(param(context, 0))
  return json(200, { '@odata.context': entityMetadata(context, 'groupSettingTemplates'), ...template })
}
