/** The context of a Graph request, which its handler receives. */
import type { Caller } from '../authority/tokens.js'
import type { EntraRequest } from '../messages.js'
import type { Store } from '../tenant/store.js'
import type { TenantData } from '../tenant/tenant.js'
import type { Paging } from './paging.js'
import { propertyTables, type Version } from './properties.js'
import type { Query } from './query.js'
import type { Tables } from './select.js'
import type { Undocumented } from './undocumented.js'

export interface GraphContext {
  request: EntraRequest
  version: Version
  /** The path segments that match a `*` of the route, in order. */
  params: readonly string[]
  query: Query
  caller: Caller
  tenantId: string
  tenant: TenantData
  paging: Paging
  undocumented: Undocumented
  /** Origin and version, without a trailing slash. */
  root: string
  /** The directory as this request sees it: the primary, or a replica that lags behind. */
  store: Store
}

export const tablesFor = ({ version }: GraphContext): Tables => propertyTables[version]

export function metadata(context: GraphContext, name: string, selected: readonly string[] = []): string {
  const properties = selected.length ? `(${selected.join(',')})` : ''
  return `${context.root}/$metadata#${name}${properties}`
}

export const entityMetadata = (context: GraphContext, name: string, selected: readonly string[] = []) =>
  `${metadata(context, name, selected)}/$entity`

export const param = ({ params }: GraphContext, index: number): string => params[index] ?? ''
