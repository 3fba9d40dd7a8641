/** Processes one request and yields the encoded messages of its response. */
import { anonymous, type Subject } from '../access/rights.js'
import { ldapCodes, ldapError, noSuchObject, bindRequired, LdapRefusal } from '../errors.js'
import { readControls } from '../protocol/controls.js'
import type { Message, Operation } from '../protocol/requests.js'
import {
  refusalOutcome,
  writeEntry,
  writeReference,
  writeResult,
  type Outcome,
} from '../protocol/responses.js'
import type { ResultSets } from '../search/paging.js'
import { extensions } from '../search/rootDse.js'
import { searchEntries } from '../search/search.js'
import { textOf } from '../store/entry.js'
import { addEntry } from './add.js'
import { authenticateBind } from './bind.js'
import { compareEntry } from './compare.js'
import type { Context, Directory } from './context.js'
import { deleteEntry } from './delete.js'
import { modifyEntry } from './modify.js'
import { renameEntry } from './modifyDn.js'

/** State of a connection. */
export interface Session {
  subject: Subject
  /** Protected by TLS. */
  secure: boolean
  sets: ResultSets
}

export interface RequestResult {
  code: number
  text: string
  entries: number
}

/** The messages of the response, yielded as they become ready. */
export type ResponseMessages = Generator<Buffer, RequestResult, undefined>

export function* respondTo(directory: Directory, session: Session, message: Message): ResponseMessages {
  const { id, operation } = message
  let entries = 0
  let outcome: Outcome
  try {
    const found = execute(directory, session, message)
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
    outcome = failureOutcome(error)
  }
  yield writeResult(id, operation.type, outcome)
  return { code: outcome.code, text: outcome.text ?? '', entries }
}

/** Reports an unexpected error with its stack, so that tests show defects of the emulator. */
function failureOutcome(error: unknown): Outcome {
  if (error instanceof LdapRefusal) return refusalOutcome(error)
  return {
    code: ldapCodes.other,
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}

const succeeded: Outcome = { code: ldapCodes.success }

function* execute(directory: Directory, session: Session, { operation, controls }: Message) {
  if (operation.type === 'bind') return yield* executeBind(directory, session, operation)
  const context: Context = { ...directory, subject: session.subject, controls: readControls(controls) }
  try {
    if (operation.type === 'search') return yield* searchEntries(context, operation, session.sets)
    return executeOperation(context, session, operation)
  } catch (error) {
    const isReferral = error instanceof LdapRefusal && error.code === ldapCodes.referral
    throw isReferral && context.controls.domainScope ? noSuchObject() : error
  }
}

/** A failed bind leaves the connection unauthenticated (RFC 4513 §4). */
function* executeBind(
  directory: Directory,
  session: Session,
  operation: Extract<Operation, { type: 'bind' }>,
) {
  session.subject = anonymous
  session.subject = authenticateBind(directory, operation, session.secure)
  return succeeded
}

function executeOperation(context: Context, session: Session, operation: Operation): Outcome {
  if (operation.type === 'extended') return executeExtended(context, session, operation.oid)
  if (operation.type === 'compare') return compareEntry(context, operation)
  if (!context.subject.account) throw bindRequired()
  if (operation.type === 'add') addEntry(context, operation)
  else if (operation.type === 'modify') modifyEntry(context, operation)
  else if (operation.type === 'modifyDn') renameEntry(context, operation)
  else if (operation.type === 'delete') deleteEntry(context, operation)
  return succeeded
}

/** Handles only requests for StartTLS that are rejected; the connection grants the others. */
function executeExtended({ subject, domain }: Context, session: Session, oid: string): Outcome {
  if (oid === extensions.startTls && session.secure)
    throw ldapError(ldapCodes.operationsError, 0x2020, 'TLS or SSL already in effect')
  if (oid !== extensions.whoAmI)
    throw ldapError(ldapCodes.protocolError, 0x203d, 'Unknown extended request OID')
  const name = subject.account && textOf(subject.account, 'samaccountname')
  return { ...succeeded, value: name === undefined ? '' : `u:${domain.netbios}\\${name}` }
}
