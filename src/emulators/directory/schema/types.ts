/** Types of attributes and classes in the schema. */

/** The syntaxes of MS-ADTS 3.1.1.2.2.2 in use, by their LDAP names. */
export type Syntax =
  | 'boolean'
  | 'dn'
  | 'dnBinary'
  | 'enumeration'
  | 'integer'
  | 'large'
  | 'octets'
  | 'oid'
  | 'orName'
  | 'printable'
  | 'sd'
  | 'sid'
  | 'teletex'
  | 'time'
  | 'unicode'

/** attributeSyntax and oMSyntax of each syntax. */
export const syntaxNumbers: Readonly<Record<Syntax, readonly [string, string]>> = {
  boolean: ['2.5.5.8', '1'],
  dn: ['2.5.5.1', '127'],
  dnBinary: ['2.5.5.7', '127'],
  enumeration: ['2.5.5.9', '10'],
  integer: ['2.5.5.9', '2'],
  large: ['2.5.5.16', '65'],
  octets: ['2.5.5.10', '4'],
  oid: ['2.5.5.2', '6'],
  orName: ['2.5.5.7', '127'],
  printable: ['2.5.5.5', '19'],
  sd: ['2.5.5.15', '66'],
  sid: ['2.5.5.17', '4'],
  teletex: ['2.5.5.4', '20'],
  time: ['2.5.5.11', '24'],
  unicode: ['2.5.5.12', '64'],
}

export interface AttributeType {
  /** lDAPDisplayName. */
  name: string
  /** The name in lower case, the key of all lookups. */
  key: string
  cn: string
  oid: string
  syntax: Syntax
  single: boolean
  systemOnly: boolean
  constructed: boolean
  /** searchFlags fPRESERVEONDELETE: a tombstone keeps it. */
  preserved: boolean
  indexed: boolean
  /** Changes are replicated to other controllers. */
  replicated: boolean
  lower?: number
  upper?: number
  /** Even for a forward link; the back link has the next odd number (MS-ADTS 3.1.1.1.6). */
  linkId?: number
}

export type ClassKind = 'structural' | 'abstract' | 'auxiliary'

export interface ClassType {
  name: string
  cn: string
  oid: string
  superclass: string
  kind: ClassKind
  /** The naming attribute of its objects, in lower case. */
  naming: string
  /** The cn of the class that is the default objectCategory. */
  category: string
  auxiliary: readonly string[]
  superiors: readonly string[]
  must: readonly string[]
  may: readonly string[]
}

/** A class with everything it inherits. */
export interface ClassClosure extends ClassType {
  /** objectClass of its objects, from top to the class itself, without auxiliary classes. */
  chain: readonly string[]
  /** Classes of possible containers, in lower case. */
  allSuperiors: ReadonlySet<string>
  /** Keys of mandatory attributes. */
  allMust: ReadonlySet<string>
  /** Keys of mandatory and optional attributes. */
  allowed: ReadonlySet<string>
  /** The attributes of `allowed`. */
  attributes: readonly AttributeType[]
}

export const isForwardLink = ({ linkId }: AttributeType): boolean => linkId !== undefined && linkId % 2 === 0
export const isBackLink = ({ linkId }: AttributeType): boolean => linkId !== undefined && linkId % 2 === 1
export const namesObjects = ({ syntax }: AttributeType): boolean => syntax === 'dn' || syntax === 'orName'
