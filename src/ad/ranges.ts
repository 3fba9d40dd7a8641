/**
 * Reads all links of one object: the members of a group, or the groups that contain an object. AD returns at most
 * 1500 values of an attribute at a time (MaxValRange), as `member;range=0-1499`; the last range ends in `*`. Samba
 * returns all values, as `member`.
 */
import { WritebackError } from '../errors.js'
import { readToEnd, type CompleteRead, type Page } from '../model/completeRead.js'
import type { DirectoryMember } from '../model/member.js'
import { guidDn } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { extendedDn, parseExtendedDn } from './ldap/controls.js'

type LinkAttribute = 'member' | 'memberOf'

/** The attribute and the object whose links are read. */
interface Links {
  attribute: LinkAttribute
  guid: string
  dn: string
}

interface ValueRange {
  links: DirectoryMember[]
  /** The index of the next range; undefined after the last one. */
  next?: number
}

interface Identified {
  guid: string
  dn: string
}

/**
 * Reads the links of an object. `entry`: the object with its first range, if it was read just now over the same
 * connection. Another controller returns the values in another order, so ranges of two controllers cannot be
 * combined.
 */
export function readLinks(
  attribute: LinkAttribute,
  entry: Entry | undefined,
  { guid, dn }: Identified,
  connection: Connection,
): Promise<CompleteRead<DirectoryMember>> {
  const subject = { member: 'the members of', memberOf: 'the groups that contain' }[attribute]
  const description = { what: `${subject} ${dn}`, code: 'directoryIncomplete' } as const
  return readToEnd(readRanges({ attribute, guid, dn }, entry, connection), description, (links) => links)
}

export const readMemberLinks = (entry: Entry | undefined, group: Identified, connection: Connection) =>
  readLinks('member', entry, group, connection)

async function* readRanges(
  wanted: Links,
  entry: Entry | undefined,
  connection: Connection,
): AsyncGenerator<Page<DirectoryMember>> {
  let range = entry ? rangeOf(wanted, entry, 0) : await readRange(wanted, 0, connection)
  for (;;) {
    yield { items: range.links, last: range.next === undefined }
    if (range.next === undefined) return
    range = await readRange(wanted, range.next, connection)
  }
}

async function readRange(wanted: Links, start: number, connection: Connection): Promise<ValueRange> {
  const attributes = [`${wanted.attribute};range=${start}-*`]
  const search = connection.search({
    base: guidDn(wanted.guid),
    scope: 'base',
    attributes,
    controls: [extendedDn],
    slow: true,
  })
  for await (const { items } of search) for (const entry of items) return rangeOf(wanted, entry, start)
  throw rangeMismatch(wanted, start)
}

const ranged = /^(.+);range=(\d+)-(\d+|\*)$/

function rangeOf(wanted: Links, entry: Entry, start: number): ValueRange {
  const attribute = wanted.attribute.toLowerCase()
  for (const [name, values] of entry.attributes) {
    const [, of, from, to] = ranged.exec(name) ?? []
    if (of !== attribute) continue
    if (Number(from) !== start) throw rangeMismatch(wanted, start)
    const links = values.map(linkOf)
    return to === '*' ? { links } : { links, next: Number(to) + 1 }
  }
  if (start > 0) throw rangeMismatch(wanted, start)
  return { links: linksOfEntry(wanted.attribute, entry) }
}

/** The links in an entry that contains all of them. */
export const linksOfEntry = (attribute: LinkAttribute, entry: Entry): DirectoryMember[] =>
  (entry.attributes.get(attribute.toLowerCase()) ?? []).map(linkOf)

function rangeMismatch({ attribute, dn }: Links, start: number): WritebackError {
  const message = `The directory did not return the values of ${attribute} of ${dn} from index ${start} on.`
  return new WritebackError('directoryIncomplete', message, {
    hint: 'Run again; the incomplete list was not used.',
  })
}

function linkOf(value: Buffer): DirectoryMember {
  const text = value.toString('utf8')
  const link = parseExtendedDn(text)
  if (link) return link
  throw new WritebackError(
    'directoryUnexpected',
    `The directory returned the link ${text} without its GUID.`,
    {
      hint: 'Use a domain controller that supports extended DNs (1.2.840.113556.1.4.529), as AD does.',
    },
  )
}
