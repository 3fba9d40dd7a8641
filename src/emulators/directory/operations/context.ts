/** What an operation needs besides its request. */
import type { DomainNames } from '../access/accounts.js'
import type { Access, Subject } from '../access/rights.js'
import { sightOf } from '../access/rights.js'
import type { Controls } from '../protocol/controls.js'
import type { Entry } from '../store/entry.js'
import { resolve, type Sight } from '../store/resolve.js'
import type { Store } from '../store/store.js'

export interface Limits extends Policies, Burdens {}

/** MS-ADTS 3.1.1.3.4.6; named by supportedLDAPPolicies. */
interface Policies {
  /** Values of one attribute in one answer. */
  maxValRange: number
  /** Entries in one answer. */
  maxPageSize: number
  /** Bytes of one request. */
  maxReceiveBuffer: number
  /** Seconds after which a connection that nobody uses is closed. */
  maxConnIdleTime: number
}

/** What a controller under load refuses with adminLimitExceeded; nothing unless said otherwise. */
interface Burdens {
  /** Values in one request to modify. */
  maxValuesPerModify?: number
  /** Entries that one page of a search may ask for. */
  maxPageCost?: number
}

export const defaultLimits: Policies = {
  maxValRange: 1500,
  maxPageSize: 1000,
  maxReceiveBuffer: 10_485_760,
  maxConnIdleTime: 900,
}

/** One directory. */
export interface Directory {
  store: Store
  access: Access
  domain: DomainNames
  /** `dc1.corp.contoso.test` */
  host: string
  /** Of a read-only controller: the one to which it refers whoever wants to write. */
  writableHost?: string
  limits: Limits
  /** A simple bind needs TLS. */
  strongAuth: boolean
}

/** One request of somebody. */
export interface Context extends Directory {
  subject: Subject
  controls: Controls
}

export const sight = ({ access, subject, controls }: Context): Sight => sightOf(access, subject, controls)

/** The object a request is about. @throws Refusal */
export const subjectOf = (context: Context, name: string): Entry =>
  resolve(context.store, name, sight(context))
