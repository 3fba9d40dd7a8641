/** The same small company in the embedded directory and in Samba, seen through connections that know neither. */
import { readFileSync } from 'node:fs'
import { startDirectory, type DirectoryOptions } from '../../../../src/sandbox/directory/directory.js'
import { startSamba, type SambaOptions } from '../../../support/samba.js'
import { openWire, type Wire } from './wire.js'

export interface Person {
  dn: string
  guid: string
  sid: string
}

export interface Ground {
  baseDn: string
  /** An OU of nobody's. */
  ou: string
  /** An OU in which the delegated account may manage groups. */
  container: string
  users: Person[]
  admin: Wire
  delegated: Wire
  anonymous: Wire
  close(): Promise<void>
}

const names = ['ann', 'bob', 'cyd', 'dan']

export async function sandboxGround(options: DirectoryOptions = {}): Promise<Ground> {
  const directory = await startDirectory(options)
  const { baseDn, caPem, ldapUrl, ldapsUrl } = directory
  const ou = directory.addOu('Cases')
  const container = directory.addOu('Delegated')
  const account = directory.delegate(container)
  return {
    baseDn,
    ou,
    container,
    users: directory.addUsers(names, directory.addOu('People')),
    admin: await signedIn(ldapsUrl, caPem, directory.adminDn, directory.adminPassword),
    delegated: await signedIn(ldapsUrl, caPem, account.dn, account.password),
    anonymous: await openWire({ url: ldapUrl }),
    close: () => directory.close(),
  }
}

export async function sambaGround(options: SambaOptions = {}): Promise<Ground> {
  const samba = await startSamba(options)
  const ca = readFileSync(samba.caPath, 'utf8')
  const container = await samba.addOu('Delegated')
  const account = await samba.delegate(container)
  const users = await samba.seedUsers(names, await samba.addOu('People'))
  const grounds = {
    baseDn: samba.baseDn,
    ou: await samba.addOu('Cases'),
    container,
    users: users.map(({ dn, guid, sid }) => ({ dn, guid, sid: sid ?? '' })),
    admin: await signedIn(samba.ldapsUrl, ca, samba.adminDn, samba.adminPassword),
    delegated: await signedIn(samba.ldapsUrl, ca, account.dn, account.password),
    anonymous: await openWire({ url: samba.ldapUrl }),
  }
  return {
    ...grounds,
    async close() {
      grounds.admin.close()
      grounds.delegated.close()
      grounds.anonymous.close()
      await samba.stop()
    },
  }
}

async function signedIn(url: string, ca: string, name: string, password: string): Promise<Wire> {
  const wire = await openWire({ url, ca })
  const { code, text } = await wire.bind(name, password)
  if (code !== 0) throw new Error(`${name} could not sign in: ${text}`)
  return wire
}
