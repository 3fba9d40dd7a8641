/** Constructed attributes, computed when a search requests them by name (MS-ADTS 3.1.1.4.5). */
import { allParts, descriptorOf, descriptorParts } from '../access/descriptor.js'
import { mayChange, mayCreate } from '../access/rights.js'
import { isPossibleSuperior } from '../operations/add.js'
import type { Context } from '../operations/context.js'
import { isBackLink } from '../schema/types.js'
import { dnOf, headOf, isGroup, type Entry, type Value } from '../store/entry.js'
import { ridOf } from '../store/primaryGroup.js'
import { generalizedTime } from '../store/values.js'

/** Computes the attribute with this key; undefined if it is not a constructed one. */
export function constructedValues(context: Context, entry: Entry, key: string): readonly Value[] | undefined {
  return valueMakers[key]?.(context, entry)
}

const valueMakers: Readonly<Record<string, (context: Context, entry: Entry) => Value[]>> = {
  allowedattributes: (_, entry) => entry.class.attributes.map(({ name }) => name),
  allowedattributeseffective: effectiveAttributes,
  allowedchildclasses: (context, entry) => childClasses(context, entry).map(({ name }) => name),
  allowedchildclasseseffective: (context, entry) =>
    childClasses(context, entry)
      .filter((type) => mayCreate(context.access, context.subject, entry, type))
      .map(({ name }) => name),
  canonicalname: (context, entry) => [canonicalName(context, entry)],
  createtimestamp: (_, { created }) => [generalizedTime(created)],
  modifytimestamp: (_, { changed }) => [generalizedTime(changed)],
  ntsecuritydescriptor: securityDescriptor,
  primarygrouptoken: (_, entry) => (isGroup(entry) && entry.sid !== undefined ? [ridOf(entry.sid)] : []),
  structuralobjectclass: (_, entry) => [...entry.class.chain],
}

const childClasses = ({ store }: Context, entry: Entry) =>
  store.schema.classes.filter((type) => type.kind === 'structural' && isPossibleSuperior(type, entry))

function effectiveAttributes({ access, subject }: Context, entry: Entry): string[] {
  if (!mayChange(access, subject, entry)) return []
  return entry.class.attributes
    .filter((attribute) => !attribute.systemOnly && !attribute.constructed && !isBackLink(attribute))
    .map(({ name }) => name)
}

/**
 * Reading the SACL needs a right of its own, and without LDAP_SERVER_SD_FLAGS_OID all parts are requested
 * (3.1.1.3.4.1.11).
 */
function securityDescriptor(context: Context, entry: Entry): Value[] {
  const { store, access, subject, controls } = context
  const wanted = controls.sdFlags ?? allParts
  if ((wanted & descriptorParts.sacl) !== 0 && !subject.administrator) return []
  return [descriptorOf(store, access, entry, wanted)]
}

/** `corp.contoso.test/People/Ann` */
function canonicalName({ domain, store }: Context, entry: Entry): string {
  const path: string[] = []
  for (let at = entry; at.parent; at = at.parent) path.unshift(at.rdn.value.replace(/[/\\]/g, '\\$&'))
  const head = headOf(entry)
  const [first] = store.heads.values()
  const above =
    head === first ? [] : [...dnOf(head).matchAll(/CN=([^,]+)/g)].map(([, name = '']) => name).reverse()
  return [domain.dns, ...above, ...path].join('/') + (path.length + above.length === 0 ? '/' : '')
}
