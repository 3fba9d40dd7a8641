/** Types that every operation needs besides its request: limits, directory, context. */
import type { DomainNames } from '../access/accounts.js'
import type { Access, Subject } from '../access/rights.js'
import { deletedVisibilityFor } from '../access/rights.js'
import type { Controls } from '../protocol/controls.js'
import type { Entry } from '../store/entry.js'
import { resolveEntry, type DeletedVisibility } from '../store/resolve.js'
import type { Store } from '../store/store.js'

export interface Limits extends LdapPolicies, LoadLimits {}

/** Limits of MS-ADTS 3.1.1.3.4.6, listed by supportedLDAPPolicies. */
interface LdapPolicies {
  /** Values of one attribute in one response. */
  maxValRange: number
  /** Entries in one response. */
  maxPageSize: number
  /** Bytes of one request. */
  maxReceiveBuffer: number
  /** Seconds after which an idle connection is closed. */
  maxConnIdleTime: number
}

/** Limits of a controller under load, exceeded with adminLimitExceeded; none by default. */
interface LoadLimits {
  /** Values in one modify request. */
  maxValuesPerModify?: number
  /** Page size of a search. */
  maxPageCost?: number
}

export const defaultLimits: LdapPolicies = {
  maxValRange: 1500,
  maxPageSize: 1000,
  maxReceiveBuffer: 10_485_760,
  maxConnIdleTime: 900,
}

/** One controller with its database and the domain's shared settings. */
export interface Directory {
  store: Store
  access: Access
  domain: DomainNames
  /** `dc1.corp.contoso.test` */
  host: string
  /** Of a read-only controller: the controller to which it refers writes. */
  writableHost?: string
  limits: Limits
  /** Simple binds require TLS. */
  strongAuth: boolean
}

/** One request of a subject. */
export interface Context extends Directory {
  subject: Subject
  controls: Controls
}

export const deletedVisibility = ({ access, subject, controls }: Context): DeletedVisibility =>
  deletedVisibilityFor(access, subject, controls)

/** Finds the object of a request. @throws LdapRefusal */
export const targetEntry = (context: Context, name: string): Entry =>
  resolveEntry(context.store, name, deletedVisibility(context))
