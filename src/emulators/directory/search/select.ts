/**
 * Renders the requested attributes of a found object, with at most as many values as one response can have.
 */
import { hiddenPredicate, type HiddenPredicate } from '../access/reading.js'
import type { Context } from '../operations/context.js'
import { ldapCodes, LdapRefusal } from '../errors.js'
import { guidBytes, sidBytes } from '../names/identifiers.js'
import type { ResultEntry } from '../protocol/responses.js'
import { isBackLink, isForwardLink, type AttributeType } from '../schema/types.js'
import { dnOf, type Entry, type Value } from '../store/entry.js'
import { valueBytes, valuesOf } from '../store/values.js'
import { constructedValues } from './constructed.js'

/** The attributes that a search requests. */
export interface Selection {
  /** All attributes except constructed ones. */
  all: boolean
  requested: RequestedAttribute[]
  typesOnly: boolean
  isHidden?: HiddenPredicate
}

interface RequestedAttribute {
  attribute: AttributeType
  range?: { low: number; high: number }
}

const rangeForm = /^range=(\d{1,10})-(\d{1,10}|\*)$/i

/** Parses the requested names; like AD, ignores names that the schema does not have. */
export function readSelection(context: Context, names: readonly string[], typesOnly: boolean): Selection {
  const requested = names.flatMap((name): RequestedAttribute[] => {
    const [type = '', ...options] = name.split(';')
    const attribute = context.store.schema.attribute(type)
    if (!attribute) return []
    const [, low, high] = options.map((option) => rangeForm.exec(option)).find(Boolean) ?? []
    if (low === undefined) return [{ attribute }]
    return [{ attribute, range: { low: Number(low), high: high === '*' ? Infinity : Number(high) } }]
  })
  const isHidden = hiddenPredicate(context.store, context.access, context.subject)
  const all = names.length === 0 || names.includes('*')
  return { all, requested, typesOnly, ...(isHidden && { isHidden }) }
}

/** @throws LdapRefusal 1 for a range that starts after the last value */
export function renderEntry(context: Context, entry: Entry, selection: Selection): ResultEntry {
  const format = dnFormatter(context)
  const attributes: Array<[string, Buffer[]]> = []
  for (const requested of requestedAttributes(context, entry, selection)) {
    if (selection.isHidden?.(entry, requested.attribute.key)) continue
    for (const { name, values } of renderAttribute(context, entry, requested)) {
      attributes.push([name, selection.typesOnly ? [] : values.map((value) => valueBytes(value, format))])
    }
  }
  return { dn: format(entry), attributes }
}

function requestedAttributes(
  { controls }: Context,
  entry: Entry,
  { all, requested }: Selection,
): RequestedAttribute[] {
  if (!all) return requested
  // `*` includes nTSecurityDescriptor only if the request has the control that selects its parts.
  const isMeant = ({ key }: AttributeType) => key !== 'ntsecuritydescriptor' || controls.sdFlags !== undefined
  const stored = entry.class.attributes.filter((attribute) => !attribute.constructed && isMeant(attribute))
  const more = requested.filter(({ attribute, range }) => range !== undefined || !stored.includes(attribute))
  return [...stored.map((attribute) => ({ attribute })), ...more]
}

interface RenderedAttribute {
  name: string
  values: readonly Value[]
}

function renderAttribute(context: Context, entry: Entry, requested: RequestedAttribute): RenderedAttribute[] {
  const made = constructedValues(context, entry, requested.attribute.key)
  if (!made) return renderStored(context, entry, requested)
  return made.length > 0 ? [{ name: requested.attribute.name, values: made }] : []
}

/**
 * MS-ADTS 3.1.1.3.1.3.3: more than MaxValRange values are returned as a range, together with an empty
 * attribute of the plain name.
 */
function renderStored(
  context: Context,
  entry: Entry,
  { attribute, range }: RequestedAttribute,
): RenderedAttribute[] {
  const { maxValRange } = context.limits
  const { name } = attribute
  const count = countOf(context, entry, attribute)
  if (count === 0) return []
  if (!range && count <= maxValRange)
    return [{ name, values: valuesOf(context.store.schema, entry, attribute) }]
  const low = range?.low ?? 0
  if (low >= count) {
    if (context.controls.rangeNoError) return []
    throw beyondRange()
  }
  const high = Math.min(range?.high ?? Infinity, low + maxValRange - 1, count - 1)
  if (high < low) throw beyondRange()
  const label = `${name};range=${low}-${high === count - 1 ? '*' : high}`
  const piece = { name: label, values: sliceValues(context, entry, attribute, low, high + 1) }
  return range ? [piece] : [{ name, values: [] }, piece]
}

const beyondRange = (): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.operationsError,
    '00002121: SvcErr: DSID-031402FD, problem 5012 (DIR_ERROR), data 0',
  )

function endsOf(entry: Entry, attribute: AttributeType): ReadonlySet<Entry> | undefined {
  if (isForwardLink(attribute)) return entry.links.get(attribute.key)
  return isBackLink(attribute) ? entry.backLinks.get(attribute.key) : undefined
}

const countOf = ({ store }: Context, entry: Entry, attribute: AttributeType): number =>
  isForwardLink(attribute) || isBackLink(attribute)
    ? (endsOf(entry, attribute)?.size ?? 0)
    : valuesOf(store.schema, entry, attribute).length

function sliceValues(
  context: Context,
  entry: Entry,
  attribute: AttributeType,
  start: number,
  end: number,
): Value[] {
  const values = endsOf(entry, attribute) ?? valuesOf(context.store.schema, entry, attribute)
  const found: Value[] = []
  let at = 0
  for (const value of values) {
    if (at >= end) break
    if (at++ >= start) found.push(value)
  }
  return found
}

/** Formats DNs plainly, or with GUID and SID before the DN (MS-ADTS 3.1.1.3.4.1.5). */
function dnFormatter({ controls }: Pick<Context, 'controls'>): (entry: Entry) => string {
  const { extendedDn } = controls
  if (!extendedDn) return dnOf
  return (entry) => {
    const { guid, sid } = entry
    const guidForm = extendedDn === 'text' ? guid : guidBytes(guid).toString('hex')
    const sidForm = sid !== undefined && extendedDn === 'hex' ? sidBytes(sid)?.toString('hex') : sid
    return `<GUID=${guidForm}>;${sidForm === undefined ? '' : `<SID=${sidForm}>;`}${dnOf(entry)}`
  }
}
