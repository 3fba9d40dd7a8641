/** Processes one request and yields the encoded messages of its response. */
import { anonymous, type Subject } from '../access/rights.js'
import { codes, ldapError, noSuchObject, notSignedIn, Refusal } from '../errors.js'
import { readControls } from '../protocol/controls.js'
import type { Message, Operation } from '../protocol/requests.js'
import { refused, writeEntry, writeReference, writeResult, type Outcome } from '../protocol/responses.js'
import type { ResultSets } from '../search/paging.js'
import { extensions } from '../search/rootDse.js'
import { search } from '../search/search.js'
import { textOf } from '../store/entry.js'
import { add } from './add.js'
import { bind } from './bind.js'
import { compare } from './compare.js'
import type { Context, Directory } from './context.js'
import { remove } from './delete.js'
import { modify } from './modify.js'
import { modifyDn } from './modifyDn.js'

/** State of a connection. */
export interface Session {
  subject: Subject
  /** Protected by TLS. */
  secure: boolean
  sets: ResultSets
}

export interface Answered {
  code: number
  text: string
  entries: number
}

/** The messages of the response, yielded as they become ready. */
export type Answer = Generator<Buffer, Answered, undefined>

export function* answer(directory: Directory, session: Session, message: Message): Answer {
  const { id, operation } = message
  let entries = 0
  let outcome: Outcome
  try {
    const found = carryOut(directory, session, message)
    let next = found.next()
    for (; !next.done; next = found.next()) {
      if ('reference' in next.value) yield writeReference(id, next.value.reference)
      else {
        entries++
        yield writeEntry(id, next.value)
      }
    }
    outcome = next.value
  } catch (error) {
    outcome = failed(error)
  }
  yield writeResult(id, operation.type, outcome)
  return { code: outcome.code, text: outcome.text ?? '', entries }
}

/** Reports an unexpected error with its stack, so that tests show defects of the emulator. */
function failed(error: unknown): Outcome {
  if (error instanceof Refusal) return refused(error)
  return { code: codes.other, text: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

const done: Outcome = { code: codes.success }

function* carryOut(directory: Directory, session: Session, { operation, controls }: Message) {
  if (operation.type === 'bind') return yield* signedIn(directory, session, operation)
  const context: Context = { ...directory, subject: session.subject, controls: readControls(controls) }
  try {
    if (operation.type === 'search') return yield* search(context, operation, session.sets)
    return write(context, session, operation)
  } catch (error) {
    const isReferral = error instanceof Refusal && error.code === codes.referral
    throw isReferral && context.controls.domainScope ? noSuchObject() : error
  }
}

/** A failed bind leaves the connection unauthenticated (RFC 4513 §4). */
function* signedIn(directory: Directory, session: Session, operation: Extract<Operation, { type: 'bind' }>) {
  session.subject = anonymous
  session.subject = bind(directory, operation, session.secure)
  return done
}

function write(context: Context, session: Session, operation: Operation): Outcome {
  if (operation.type === 'extended') return extended(context, session, operation.oid)
  if (operation.type === 'compare') return compare(context, operation)
  if (!context.subject.account) throw notSignedIn()
  if (operation.type === 'add') add(context, operation)
  else if (operation.type === 'modify') modify(context, operation)
  else if (operation.type === 'modifyDn') modifyDn(context, operation)
  else if (operation.type === 'delete') remove(context, operation)
  return done
}

/** Handles only requests for StartTLS that are rejected; the connection grants the others. */
function extended({ subject, domain }: Context, session: Session, oid: string): Outcome {
  if (oid === extensions.startTls && session.secure)
    throw ldapError(codes.operationsError, 0x2020, 'TLS or SSL already in effect')
  if (oid !== extensions.whoAmI) throw ldapError(codes.protocolError, 0x203d, 'Unknown extended request OID')
  const name = subject.account && textOf(subject.account, 'samaccountname')
  return { ...done, value: name === undefined ? '' : `u:${domain.netbios}\\${name}` }
}
