/** Parses search filters from BER (RFC 4511 §4.5.1.7). */
import {
  MalformedMessage,
  readBoolean,
  readElements,
  readText,
  contentOf,
  tags,
  type Element,
} from './ber.js'

export type Filter =
  | { type: 'and' | 'or'; filters: Filter[] }
  | { type: 'not'; filter: Filter }
  | { type: 'equals'; attribute: string; value: Buffer }
  | { type: 'atLeast' | 'atMost'; attribute: string; value: Buffer }
  | { type: 'substrings'; attribute: string; initial?: Buffer; any: Buffer[]; final?: Buffer }
  | { type: 'present'; attribute: string }
  | { type: 'extensible'; rule: string; attribute: string; value: Buffer }

const maxDepth = 100

/** @throws MalformedMessage for an invalid filter, and for one nested more than 100 levels deep */
export function readFilter(element: Element | undefined, depth = 0): Filter {
  if (!element || depth > maxDepth) throw new MalformedMessage('invalid filter')
  const { tag, content } = element
  switch (tag) {
    case 0xa0:
    case 0xa1: {
      const filters = readElements(content).map((inner) => readFilter(inner, depth + 1))
      return { type: tag === 0xa0 ? 'and' : 'or', filters }
    }
    case 0xa2: {
      const [inner] = readElements(content)
      return { type: 'not', filter: readFilter(inner, depth + 1) }
    }
    case 0xa3:
    case 0xa8: // AD takes approxMatch for equality
      return { type: 'equals', ...readAssertion(content) }
    case 0xa4:
      return readSubstrings(content)
    case 0xa5:
      return { type: 'atLeast', ...readAssertion(content) }
    case 0xa6:
      return { type: 'atMost', ...readAssertion(content) }
    case 0x87:
      return { type: 'present', attribute: readText(element, 0x87) }
    case 0xa9:
      return readExtensible(content)
    default:
      throw new MalformedMessage('unknown filter type')
  }
}

function readAssertion(content: Buffer): { attribute: string; value: Buffer } {
  const [attribute, value] = readElements(content)
  return { attribute: readText(attribute), value: contentOf(value, tags.octets) }
}

function readSubstrings(content: Buffer): Filter {
  const [attribute, list] = readElements(content)
  const pieces = readElements(contentOf(list, tags.sequence))
  const of = (tag: number) => pieces.filter((piece) => piece.tag === tag).map((piece) => piece.content)
  const [initial, any, final] = [of(0x80), of(0x81), of(0x82)]
  if (pieces.length === 0 || pieces.length !== initial.length + any.length + final.length)
    throw new MalformedMessage('unknown substring type')
  return {
    type: 'substrings',
    attribute: readText(attribute),
    any,
    ...(initial[0] && { initial: initial[0] }),
    ...(final[0] && { final: final[0] }),
  }
}

function readExtensible(content: Buffer): Filter {
  const filter = { rule: '', attribute: '', value: Buffer.alloc(0) as Buffer }
  for (const element of readElements(content)) {
    if (element.tag === 0x81) filter.rule = readText(element, 0x81)
    else if (element.tag === 0x82) filter.attribute = readText(element, 0x82)
    else if (element.tag === 0x83) filter.value = element.content
    else readBoolean({ ...element, tag: element.tag === 0x84 ? tags.boolean : element.tag })
  }
  return { type: 'extensible', ...filter }
}
