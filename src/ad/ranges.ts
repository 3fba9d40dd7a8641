/**
 * Members of one group to the very end. AD returns at most 1500 values of an attribute at a time (MaxValRange), as
 * `member;range=0-1499`; the last piece ends in `*`. Samba returns all of them, as `member`.
 */
import { WritebackError } from '../errors.js'
import { readToEnd, type CompleteRead, type Page } from '../model/completeRead.js'
import type { DirectoryMember } from '../model/member.js'
import { byGuid } from './binary.js'
import type { Connection, Entry } from './connection.js'
import { extendedDn, parseExtendedDn } from './controls.js'

interface Piece {
  members: DirectoryMember[]
  /** Where the next piece starts; undefined after the last one. */
  next?: number
}

export function readMembers(
  entry: Entry,
  guid: string,
  connection: Connection,
): Promise<CompleteRead<DirectoryMember>> {
  const description = { what: `the members of ${entry.dn}`, code: 'directoryIncomplete' } as const
  return readToEnd(pieces(entry, guid, connection), description, (members) => members)
}

async function* pieces(
  entry: Entry,
  guid: string,
  connection: Connection,
): AsyncGenerator<Page<DirectoryMember>> {
  let piece = pieceOf(entry, 0)
  for (;;) {
    yield { items: piece.members, last: piece.next === undefined }
    if (piece.next === undefined) return
    piece = await readPiece(guid, piece.next, connection)
  }
}

async function readPiece(guid: string, start: number, connection: Connection): Promise<Piece> {
  const attributes = [`member;range=${start}-*`]
  const search = connection.search({ base: byGuid(guid), scope: 'base', attributes, controls: [extendedDn] })
  for await (const { items } of search) for (const entry of items) return pieceOf(entry, start)
  throw outOfStep(guid, start)
}

const ranged = /^member;range=(\d+)-(\d+|\*)$/

function pieceOf(entry: Entry, start: number): Piece {
  for (const [name, values] of entry.attributes) {
    const found = ranged.exec(name)
    if (!found) continue
    if (Number(found[1]) !== start) throw outOfStep(entry.dn, start)
    const members = values.map(memberOf)
    return found[2] === '*' ? { members } : { members, next: Number(found[2]) + 1 }
  }
  if (start > 0) throw outOfStep(entry.dn, start)
  return { members: (entry.attributes.get('member') ?? []).map(memberOf) }
}

const outOfStep = (dn: string, start: number): WritebackError =>
  new WritebackError('directoryIncomplete', `The members of ${dn} from number ${start} on did not come.`, {
    wayOut: 'Nothing was concluded from it; run again.',
  })

function memberOf(value: Buffer): DirectoryMember {
  const text = value.toString('utf8')
  const member = parseExtendedDn(text)
  if (member) return member
  throw new WritebackError('directoryUnexpected', `The directory named a member without its GUID: ${text}.`, {
    wayOut: 'The domain controller has to support extended DNs (1.2.840.113556.1.4.529), as AD does.',
  })
}
