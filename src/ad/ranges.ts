/**
 * Links of one object to the very end: a group's members, or the groups it is in. AD returns at most 1500 values of an
 * attribute at a time (MaxValRange), as `member;range=0-1499`; the last piece ends in `*`. Samba returns all of them, as
 * `member`.
 */
import { WritebackError } from '../errors.js'
import { readToEnd, type CompleteRead, type Page } from '../model/completeRead.js'
import type { DirectoryMember } from '../model/member.js'
import { byGuid } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { extendedDn, parseExtendedDn } from './ldap/controls.js'

type LinkAttribute = 'member' | 'memberOf'

/** What is read: links of this attribute of this object. */
interface Links {
  attribute: LinkAttribute
  guid: string
  dn: string
}

interface Piece {
  links: DirectoryMember[]
  /** Where the next piece starts; undefined after the last one. */
  next?: number
}

interface Identified {
  guid: string
  dn: string
}

/**
 * `entry`: the object with its first links, where it was read just now, and over this very connection. Another
 * controller has them in another order, so that pieces of two do not make one whole.
 */
export function readLinks(
  attribute: LinkAttribute,
  entry: Entry | undefined,
  { guid, dn }: Identified,
  connection: Connection,
): Promise<CompleteRead<DirectoryMember>> {
  const words = { member: 'the members of', memberOf: 'the groups with' }[attribute]
  const description = { what: `${words} ${dn}`, code: 'directoryIncomplete' } as const
  return readToEnd(pieces({ attribute, guid, dn }, entry, connection), description, (links) => links)
}

export const readMembers = (entry: Entry | undefined, group: Identified, connection: Connection) =>
  readLinks('member', entry, group, connection)

async function* pieces(
  wanted: Links,
  entry: Entry | undefined,
  connection: Connection,
): AsyncGenerator<Page<DirectoryMember>> {
  let piece = entry ? pieceOf(wanted, entry, 0) : await readPiece(wanted, 0, connection)
  for (;;) {
    yield { items: piece.links, last: piece.next === undefined }
    if (piece.next === undefined) return
    piece = await readPiece(wanted, piece.next, connection)
  }
}

async function readPiece(wanted: Links, start: number, connection: Connection): Promise<Piece> {
  const attributes = [`${wanted.attribute};range=${start}-*`]
  const search = connection.search({
    base: byGuid(wanted.guid),
    scope: 'base',
    attributes,
    controls: [extendedDn],
    slow: true,
  })
  for await (const { items } of search) for (const entry of items) return pieceOf(wanted, entry, start)
  throw outOfStep(wanted, start)
}

const ranged = /^(.+);range=(\d+)-(\d+|\*)$/

function pieceOf(wanted: Links, entry: Entry, start: number): Piece {
  const attribute = wanted.attribute.toLowerCase()
  for (const [name, values] of entry.attributes) {
    const [, of, from, to] = ranged.exec(name) ?? []
    if (of !== attribute) continue
    if (Number(from) !== start) throw outOfStep(wanted, start)
    const links = values.map(linkOf)
    return to === '*' ? { links } : { links, next: Number(to) + 1 }
  }
  if (start > 0) throw outOfStep(wanted, start)
  return { links: linksIn(wanted.attribute, entry) }
}

/** The links that came with an entry, where they came whole. */
export const linksIn = (attribute: LinkAttribute, entry: Entry): DirectoryMember[] =>
  (entry.attributes.get(attribute.toLowerCase()) ?? []).map(linkOf)

function outOfStep({ attribute, dn }: Links, start: number): WritebackError {
  const what = `Values of ${attribute} of ${dn} from number ${start} on did not come.`
  return new WritebackError('directoryIncomplete', what, {
    hint: 'Nothing was concluded from it; run again.',
  })
}

function linkOf(value: Buffer): DirectoryMember {
  const text = value.toString('utf8')
  const link = parseExtendedDn(text)
  if (link) return link
  throw new WritebackError('directoryUnexpected', `The directory named ${text} without its GUID.`, {
    hint: 'The domain controller has to support extended DNs (1.2.840.113556.1.4.529), as AD does.',
  })
}
