/** Creates the objects of the schema container, from which clients read the schema (MS-ADTS 3.1.1.2). */
import { schemaIdOf } from '../schema/schemaIds.js'
import { syntaxNumbers, type AttributeType, type ClassClosure } from '../schema/types.js'
import type { Entry } from '../store/entry.js'
import type { Store } from '../store/store.js'
import { categories } from '../store/values.js'
import { seedObject, setAttributes } from './seedObject.js'

export function seedSchema(store: Store, container: Entry): void {
  setAttributes(store, container, { objectVersion: store.schema.version })
  const byCn = new Map<string, Entry>()
  for (const type of store.schema.classes) byCn.set(type.cn, seedClass(store, container, type))
  for (const attribute of store.schema.attributes) seedAttribute(store, container, attribute)
  for (const type of store.schema.classes) {
    const category = byCn.get(type.category)
    if (!category) continue
    categories.set(type, category)
    const own = byCn.get(type.cn)
    if (own) setAttributes(store, own, { defaultObjectCategory: [category] })
  }
}

const booleanText = (yes: boolean): string => (yes ? 'TRUE' : 'FALSE')
const optionalText = (number: number | undefined): string | undefined =>
  number === undefined ? undefined : String(number)

function seedAttribute(store: Store, container: Entry, attribute: AttributeType): void {
  const { cn, name, oid, syntax, single, lower, upper, linkId, systemOnly, indexed, preserved } = attribute
  const [attributeSyntax, oMSyntax] = syntaxNumbers[syntax]
  seedObject(store, container, {
    class: 'attributeSchema',
    name: cn,
    values: {
      lDAPDisplayName: name,
      adminDisplayName: cn,
      attributeID: oid,
      attributeSyntax,
      oMSyntax,
      isSingleValued: booleanText(single),
      systemOnly: booleanText(systemOnly),
      searchFlags: String((indexed ? 1 : 0) | (preserved ? 8 : 0)),
      rangeLower: optionalText(lower),
      rangeUpper: optionalText(upper),
      linkID: optionalText(linkId),
      schemaIDGUID: [schemaIdOf(attribute)],
    },
  })
}

const kinds = { structural: '1', abstract: '2', auxiliary: '3' }
const unlessEmpty = (values: readonly string[]): readonly string[] | undefined =>
  values.length > 0 ? values : undefined

function seedClass(store: Store, container: Entry, type: ClassClosure): Entry {
  return seedObject(store, container, {
    class: 'classSchema',
    name: type.cn,
    values: {
      lDAPDisplayName: type.name,
      adminDisplayName: type.cn,
      governsID: type.oid,
      subClassOf: type.superclass,
      objectClassCategory: kinds[type.kind],
      rDNAttID: type.naming,
      systemMustContain: unlessEmpty(type.must),
      systemMayContain: unlessEmpty(type.may),
      systemAuxiliaryClass: unlessEmpty(type.auxiliary),
      systemPossSuperiors: unlessEmpty(type.superiors),
      schemaIDGUID: [schemaIdOf(type)],
    },
  })
}
