/** Both servers, started once with people. Every case has its own groups, container and state. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDirectory, type EmbeddedDirectory } from '../../../src/emulators/directory/directory.js'
import type { LogEntry } from '../../../src/emulators/directory/log.js'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'

/**
 * The domain controllers in the configuration: one; a second one that lags behind; or a read-only one before the writable
 * one.
 */
export type Domain = 'single' | 'unheard' | 'behind' | 'readOnly'

export interface Person {
  id: string
  dn: string
  guid: string
  name: string
}

export type Controller = Awaited<ReturnType<EmbeddedDirectory['addController']>>

export interface Place {
  entra: Entra
  directory: EmbeddedDirectory
  /** The second or the read-only controller. */
  other?: Controller
  people: readonly Person[]
  folder: string
  secret: string
  heard: Heard
  close(): Promise<void>
}

/** Listener of the current case. */
export interface Heard {
  onAnswer: (controller: 'first' | 'other', entry: LogEntry) => void
  onRequest: (request: EntraRequest) => void
}

const headcount = 36
/** An enabled account without a password. */
const enabled = { userAccountControl: '544' }
const nobody: Heard = { onAnswer: () => undefined, onRequest: () => undefined }

const permissions = ['Group.Read.All', 'GroupMember.Read.All', 'User.Read.All', 'Member.Read.Hidden'] as const

/** Small pages and ranges, so that a small company needs several. */
export const pageSize = 8
const limits = { maxPageSize: pageSize, maxValRange: 10 }

export async function startPlace(domain: Domain): Promise<Place> {
  const heard = { ...nobody }
  const secret = `secret-of-the-matrix-${process.pid}`
  const entra = await startEntra({
    apps: [{ secret, permissions }],
    paging: { pageSize },
    onRequest: (request) => heard.onRequest(request),
  })
  const directory = await startDirectory({ limits, onAnswer: (entry) => heard.onAnswer('first', entry) })
  const people = hire(entra, directory)
  const onAnswer = (entry: LogEntry) => heard.onAnswer('other', entry)
  const readOnly = domain === 'readOnly'
  const other = domain === 'single' ? undefined : await directory.addController({ readOnly, onAnswer })
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-matrix-'))
  const files = { 'entra-ca.pem': entra.caPem, 'directory-ca.pem': directory.caPem, secret }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  async function close(): Promise<void> {
    await Promise.all([entra.close(), directory.close()])
    rmSync(folder, { recursive: true, force: true })
  }
  return { entra, directory, ...(other && { other }), people, folder, secret, heard, close }
}

/** Adds the same people to both sides. */
function hire({ tenant }: Entra, directory: EmbeddedDirectory): Person[] {
  const ou = directory.addOu('People')
  return Array.from({ length: headcount }, (_, number) => {
    const name = `u${String(number).padStart(2, '0')}`
    const { dn, guid, sid } = directory.addUser({ name, ou, attributes: enabled })
    const onPremises = { onPremisesSecurityIdentifier: sid, onPremisesDistinguishedName: dn }
    const { id } = tenant.addSyncedUser({ displayName: name, ...onPremises })
    return { id, dn, guid, name }
  })
}

/** Removes all faults and listeners. */
export function calm({ entra, directory, other, heard }: Place): void {
  Object.assign(heard, nobody)
  entra.faults.clear()
  entra.tenant.lag()
  entra.tenant.lagCounts()
  entra.tenant.showInListings()
  entra.tenant.showInReads()
  directory.faults.clear()
  other?.faults.clear()
}
