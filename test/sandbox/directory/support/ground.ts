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
  /** 1,501 users in an OU of their own, and a group of them all; made when first asked for. */
  crowd(): Promise<Crowd>
  admin: Wire
  delegated: Wire
  anonymous: Wire
  close(): Promise<void>
}

export interface Crowd {
  ou: string
  group: string
}

const crowdNames = Array.from({ length: 1501 }, (_, index) => `crowd${index}`)

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
    crowd: once(async () => {
      const crowd = directory.addOu('Crowd')
      const members = directory.addUsers(crowdNames, crowd).map(({ dn }) => dn)
      return { ou: crowd, group: directory.addGroup({ name: 'crowd', ou, members }).dn }
    }),
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
  const ou = await samba.addOu('Cases')
  const grounds = {
    baseDn: samba.baseDn,
    ou,
    crowd: once(async () => {
      const crowd = await samba.addOu('Crowd')
      const members = await samba.seedUsers(crowdNames, crowd)
      const dn = `CN=crowd,${ou}`
      const attributes = { objectClass: 'group', member: members.map((member) => member.dn) }
      await samba.seed([{ dn, attributes }])
      return { ou: crowd, group: dn }
    }),
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

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
