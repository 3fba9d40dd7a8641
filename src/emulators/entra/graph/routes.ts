/** The routes: path, required permissions, cost in resource units, handler. */
import * as permission from '../authority/permissions.js'
import { accessDeniedError, malformed, notEmulated, GraphRefusal } from '../errors.js'
import type { EntraResponse, EntraRequest } from '../messages.js'
import type { GraphContext } from './context.js'
import { getByIds, getDeletedItem, listDeleted } from './directory.js'
import { countGroups, getGroup, getSyncBehavior, listGroups } from './groups.js'
import { countMembers, listMembers } from './members.js'
import { patchGroup } from './patchGroup.js'
import { getSetting, getTemplate, listSettings, listSettingsOfGroup, listTemplates } from './settings.js'
import { countUsers, getUser, listUsers } from './users.js'

type Handler = (context: GraphContext) => EntraResponse

export interface Route {
  method: string
  segments: readonly string[]
  permissions: permission.Permissions
  /** Resource units before the discounts for `$select` and `$top`. */
  units: number
  handle: Handler
}

export interface RouteMatch {
  route: Route
  params: string[]
}

function route(call: string, units: number, permissions: permission.Permissions, handle: Handler): Route {
  const [method = '', path = ''] = call.split(' ')
  return { method, segments: path.split('/').slice(1), permissions, units, handle }
}

const unsupported =
  (what: string): Handler =>
  () => {
    throw notEmulated(what)
  }

const denyApps: Handler = () => {
  throw accessDeniedError()
}

const memberRoutes = (['members', 'transitiveMembers'] as const).flatMap((name) => {
  const reach = name === 'members' ? 'direct' : 'transitive'
  const units = reach === 'direct' ? 3 : 5
  const path = `GET /groups/*/${name}`
  return [
    route(path, units, permission.readMembers, listMembers(reach)),
    route(`${path}/$count`, 1, permission.readMembers, countMembers(reach)),
    ...(['user', 'group'] as const).flatMap((kind) => [
      route(`${path}/microsoft.graph.${kind}`, units, permission.readMembers, listMembers(reach, kind)),
      route(
        `${path}/microsoft.graph.${kind}/$count`,
        units,
        permission.readMembers,
        countMembers(reach, kind),
      ),
    ]),
  ]
})

const deltaNames = ['delta', 'delta()', 'microsoft.graph.delta', 'microsoft.graph.delta()']
const deltaRoutes = deltaNames.flatMap((name) => [
  route(`GET /groups/${name}`, 1, permission.readGroups, unsupported('Change tracking')),
  route(`GET /users/${name}`, 1, permission.readUsers, unsupported('Change tracking')),
])

const deletedItems = 'GET /directory/deletedItems'

const routes: readonly Route[] = [
  ...deltaRoutes,
  route('GET /groups', 1, permission.readGroups, listGroups),
  route('GET /groups/$count', 1, permission.readGroups, countGroups),
  route('GET /groups/*', 1, permission.readGroups, getGroup),
  route('PATCH /groups/*', 1, permission.writeGroups, patchGroup),
  ...memberRoutes,
  route('GET /groups/*/settings', 1, permission.readSettings, listSettingsOfGroup),
  route('GET /groups/*/onPremisesSyncBehavior', 1, permission.readSyncBehavior, getSyncBehavior),
  route('GET /users', 2, permission.readBasicUsers, listUsers),
  route('GET /users/$count', 2, permission.readBasicUsers, countUsers),
  route('GET /users/*', 1, permission.readBasicUsers, getUser),
  route('POST /directoryObjects/getByIds', 5, permission.readAnything, getByIds),
  route(`${deletedItems}/microsoft.graph.group`, 1, permission.readDeletedGroups, listDeleted('group')),
  route(`${deletedItems}/microsoft.graph.user`, 1, permission.readUsers, listDeleted('user')),
  route(`${deletedItems}/*`, 1, [...permission.readDeletedGroups, ...permission.readUsers], getDeletedItem),
  route('GET /directory/onPremisesSynchronization', 1, permission.delegatedOnly, denyApps),
  route('GET /directory/onPremisesSynchronization/*', 1, permission.delegatedOnly, denyApps),
  route('GET /groupSettings', 1, permission.readSettings, listSettings),
  route('GET /groupSettings/*', 1, permission.readSettings, getSetting),
  route('GET /groupSettingTemplates', 1, permission.readSettingTemplates, listTemplates),
  route('GET /groupSettingTemplates/*', 1, permission.readSettingTemplates, getTemplate),
]

/** @throws GraphRefusal 400 for an unknown path, 405 for an unsupported method */
export function findRoute(request: EntraRequest): RouteMatch {
  const segments = request.path.split('/').slice(1)
  if (segments.at(-1) === '') segments.pop()
  const fitting = routes.filter((candidate) => fits(candidate.segments, segments))
  const found = fitting.find(({ method }) => method === request.method)
  if (found) return { route: found, params: segments.filter((_, index) => found.segments[index] === '*') }
  if (fitting.length > 0) {
    throw new GraphRefusal(
      405,
      'Request_BadRequest',
      'Specified HTTP method is not allowed for the request target.',
    )
  }
  throw malformed(`Resource not found for the segment '${unknownSegment(segments)}'.`)
}

/** Literal segments precede `*` in the table, so that `/groups/$count` is not read as a group id. */
const fits = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, index) => part === '*' || part.toLowerCase() === segments[index]?.toLowerCase())

function unknownSegment(segments: readonly string[]): string {
  const known = (count: number) =>
    routes.some((candidate) => fits(candidate.segments.slice(0, count), segments.slice(0, count)))
  const index = segments.findIndex((_, position) => !known(position + 1))
  return segments[index === -1 ? segments.length - 1 : index] ?? ''
}
