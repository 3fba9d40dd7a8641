/** Classifies requests by kind: the rows of the matrix. */
import { readControls } from '../../../src/emulators/directory/protocol/controls.js'
import type { Filter } from '../../../src/emulators/directory/protocol/filters.js'
import type {
  Message,
  ModifyRequest,
  SearchRequest,
} from '../../../src/emulators/directory/protocol/requests.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'

/** Returns the kind of an LDAP request; undefined for one that does not count. */
export function kindOfMessage(message: Message): string | undefined {
  const { operation } = message
  switch (operation.type) {
    case 'bind':
    case 'add':
    case 'delete':
      return operation.type
    case 'modifyDn':
      return operation.newSuperior === undefined ? 'rename' : 'move'
    case 'modify':
      return kindOfModify(operation)
    case 'search':
      return `${kindOfSearch(operation)}${isLaterPage(message) ? ', next page' : ''}`
    default:
      return undefined
  }
}

export const writes: ReadonlySet<string> = new Set([
  'add',
  'delete',
  'rename',
  'move',
  'restore',
  'add members',
  'remove members',
  'attributes',
])

function kindOfModify({ changes }: ModifyRequest): string {
  const [first] = changes
  const attribute = first?.attribute.toLowerCase()
  if (attribute === 'isdeleted') return 'restore'
  if (attribute !== 'member') return 'attributes'
  return first?.operation === 'add' ? 'add members' : 'remove members'
}

function kindOfSearch({ base, scope, attributes, filter }: SearchRequest): string {
  const asks = (name: string) => attributes.some((one) => one.toLowerCase().startsWith(name.toLowerCase()))
  if (base === '') return asks('tokenGroups') ? 'own groups' : 'root DSE'
  if (/^CN=Schema,/i.test(base)) return 'schema'
  if (/^CN=Microsoft Exchange/i.test(base)) return 'Exchange'
  if (scope === 'one') return 'names in the container'
  if (scope === 'base') {
    if (asks('allowedChildClassesEffective')) return 'container'
    if (asks('member;range')) return 'range of members'
    return base.startsWith('<GUID=') ? 'object' : 'object by name'
  }
  const filtered = attributesIn(filter)
  const by = (name: string) => filtered.has(name.toLowerCase())
  if (by('primaryGroupID')) return 'primary members'
  if (by('objectSid')) return 'members by SID'
  if (by('isDeleted')) return 'deleted objects'
  if (by('userAccountControl')) return 'disabled accounts'
  if (!by('objectGUID')) return by('objectClass') ? 'listing' : 'collisions'
  if (asks('memberOf')) return 'groups above'
  return asks('nTSecurityDescriptor') ? 'access lists' : 'objects by GUID'
}

/** Returns the attribute names of a filter, in lower case. */
function attributesIn(filter: Filter): Set<string> {
  switch (filter.type) {
    case 'and':
    case 'or':
      return new Set(filter.filters.flatMap((inner) => [...attributesIn(inner)]))
    case 'not':
      return attributesIn(filter.filter)
    default:
      return new Set([filter.attribute.toLowerCase()])
  }
}

const isLaterPage = ({ controls }: Message): boolean => (readControls(controls).paged?.cookie.length ?? 0) > 0

/** Returns the kind of a Graph request. The items of a batch count as requests, in addition to the batch. */
export function kindOfRequest({ area, path, query, body, batchItem }: EntraRequest): string | undefined {
  if (area === 'authority') return path.endsWith('/token') ? 'token' : 'sign-in metadata'
  if (path === '/$batch') return `batch of ${firstOf(body)}`
  const kind = kindOfPath(path, query)
  const later = query.has('$skiptoken') ? ', next page' : ''
  return `${batchItem === undefined ? '' : 'item: '}${kind}${later}`
}

function kindOfPath(path: string, query: URLSearchParams): string {
  if (path === '/groups') return /^id in/.test(query.get('$filter') ?? '') ? 'groups by filter' : 'listing'
  if (/^\/directory\/deletedItems\/microsoft\.graph\.user$/i.test(path)) return 'deleted users'
  if (/^\/directory\/deletedItems\//i.test(path)) return 'deleted group'
  if (/\/members\/\$count$/i.test(path)) return 'count'
  return /\/members$/i.test(path) ? 'members' : 'group'
}

function firstOf(body: string): string {
  const { requests = [] } = JSON.parse(body) as { requests?: Array<{ url: string }> }
  const { pathname, searchParams } = new URL(requests[0]?.url ?? '', 'https://emulator.invalid')
  return `${kindOfPath(decodeURIComponent(pathname), searchParams)}s`
}

/** Counts the requests of each kind. */
export function countKinds(): { add(kind: string | undefined): void; counts: ReadonlyMap<string, number> } {
  const counts = new Map<string, number>()
  return {
    add: (kind) => void (kind !== undefined && counts.set(kind, (counts.get(kind) ?? 0) + 1)),
    counts,
  }
}
