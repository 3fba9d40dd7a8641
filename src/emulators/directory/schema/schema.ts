/** Builds the schema that the options select, with all inheritance resolved. */
import { attributeLines } from './attributeLines.js'
import { classLines, exchangeClassLines } from './classLines.js'
import { exchangeAttributeLines } from './exchangeLines.js'
import { readAttributes, readClasses, type AttributeLine } from './lines.js'
import type { AttributeType, ClassClosure, ClassType } from './types.js'

export interface SchemaOptions {
  /** 2012_R2 lacks msDS-ExternalDirectoryObjectId. */
  schema: '2016' | '2012_R2'
  /**
   * Exchange: none, its schema extension only, or also its organisation, the object that marks it as
   * installed.
   */
  exchange: 'none' | 'schema' | 'organization'
}

export interface Schema {
  /** objectVersion of the schema container. */
  version: string
  attributes: readonly AttributeType[]
  classes: readonly ClassClosure[]
  /** Finds an attribute by lDAPDisplayName or attributeID, ignoring case. */
  attribute(name: string): AttributeType | undefined
  class(name: string): ClassClosure | undefined
  /** Returns the other attribute of a pair of forward and back link. */
  partner(attribute: AttributeType): AttributeType | undefined
}

const externalId = 'msDS-ExternalDirectoryObjectId'

export function createSchema(options: SchemaOptions): Schema {
  const lines = attributesFor(options)
  const attributes = lines.map(({ attribute }) => attribute)
  const byName = new Map(attributes.flatMap((one) => [[one.key, one] as const, [one.oid, one] as const]))
  const byLink = new Map(attributes.map((one) => [one.linkId, one]))
  const classes = resolveClasses(classesFor(options, lines), byName)
  return {
    version: options.schema === '2016' ? '87' : '69',
    attributes,
    classes: [...classes.values()],
    attribute: (name) => byName.get(name.toLowerCase()),
    class: (name) => classes.get(name.toLowerCase()),
    partner({ linkId }) {
      return linkId === undefined ? undefined : byLink.get(linkId % 2 === 0 ? linkId + 1 : linkId - 1)
    },
  }
}

function attributesFor({ schema, exchange }: SchemaOptions): AttributeLine[] {
  const known = readAttributes(attributeLines + cloudExtensionLines())
  return [
    ...known.filter(({ attribute }) => schema === '2016' || attribute.name !== externalId),
    ...(exchange === 'none' ? [] : readAttributes(exchangeAttributeLines)),
  ]
}

const cloudExtensionLines = (): string =>
  Array.from({ length: 20 }, (_, index) => {
    const number = index + 1
    return `msDS-cloudExtensionAttribute${number} ms-DS-cloudExtensionAttribute${number} 1.2.840.113556.1.4.${2213 + number} unicode 1i - - msDS-CloudExtensions\n`
  }).join('')

function classesFor({ exchange }: SchemaOptions, lines: readonly AttributeLine[]): ClassType[] {
  const known = new Set(lines.map(({ attribute }) => attribute.key))
  const namesByClass = new Map<string, string[]>()
  for (const { attribute, className } of lines) {
    if (className !== undefined)
      namesByClass.set(className, [...(namesByClass.get(className) ?? []), attribute.name])
  }
  return readClasses(exchange === 'none' ? classLines : classLines + exchangeClassLines).map((one) => ({
    ...one,
    may: [...one.may, ...(namesByClass.get(one.name) ?? [])].filter((name) => known.has(name.toLowerCase())),
  }))
}

function resolveClasses(
  classes: readonly ClassType[],
  attributes: ReadonlyMap<string, AttributeType>,
): Map<string, ClassClosure> {
  const byName = new Map(classes.map((one) => [one.name, one]))
  const closures = new Map<string, ClassClosure>()
  for (const one of classes) {
    const closure = resolveClass(one, byName)
    const known = [...closure.allowed].flatMap((key) => attributes.get(key) ?? [])
    closures.set(one.name.toLowerCase(), { ...closure, attributes: known })
  }
  return closures
}

function resolveClass(
  one: ClassType,
  byName: ReadonlyMap<string, ClassType>,
): Omit<ClassClosure, 'attributes'> {
  const chain: string[] = []
  const all = new Set<ClassType>()
  const collect = (name: string): void => {
    const found = byName.get(name)
    if (!found || all.has(found)) return
    if (found.superclass !== name) collect(found.superclass)
    all.add(found)
    if (found.kind !== 'auxiliary') chain.push(found.name)
    found.auxiliary.forEach(collect)
  }
  collect(one.name)
  const gather = (list: (from: ClassType) => readonly string[]) =>
    new Set([...all].flatMap((from) => list(from).map((name) => name.toLowerCase())))
  return {
    ...one,
    chain,
    allSuperiors: gather(({ superiors }) => superiors),
    allMust: gather(({ must }) => must),
    allowed: gather(({ must, may }) => [...must, ...may]),
  }
}
