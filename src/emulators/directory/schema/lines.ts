/** Parses the tables of attributes and classes. */
import type { AttributeType, ClassKind, ClassType, Syntax } from './types.js'

export interface AttributeLine {
  attribute: AttributeType
  /** The class that may have the attribute, if the line names one. */
  className?: string
}

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean)
const wordsOf = (text: string): string[] => text.split(' ').filter(Boolean)

export const readAttributes = (text: string): AttributeLine[] => linesOf(text).map(readAttribute)

function readAttribute(line: string): AttributeLine {
  const [name = '', cn = '', oid = '', syntax = '', flags = '', range = '-', link = '-', className] =
    wordsOf(line)
  const [lower = '', upper = ''] = range === '-' ? [] : range.split('..')
  const attribute: AttributeType = {
    name,
    key: name.toLowerCase(),
    cn,
    oid,
    syntax: syntax as Syntax,
    single: flags.startsWith('1'),
    systemOnly: flags.includes('s'),
    constructed: flags.includes('c'),
    preserved: flags.includes('p'),
    indexed: flags.includes('i'),
    replicated: !flags.includes('n'),
    ...(lower !== '' && { lower: Number(lower) }),
    ...(upper !== '' && { upper: Number(upper) }),
    ...(link !== '-' && { linkId: Number(link) }),
  }
  return { attribute, ...(className !== undefined && { className }) }
}

export const readClasses = (text: string): ClassType[] => linesOf(text).map(readClass)

function readClass(line: string): ClassType {
  const [head = '', ...lists] = line.split('|')
  const [name = '', cn = '', oid = '', superclass = '', kind = '', naming = '', category = ''] = wordsOf(head)
  const [auxiliary = [], superiors = [], must = [], may = []] = lists.map(wordsOf)
  return {
    name,
    cn,
    oid,
    superclass,
    kind: kind as ClassKind,
    naming,
    category,
    auxiliary,
    superiors,
    must,
    may,
  }
}
