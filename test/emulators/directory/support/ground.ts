/**
 * The same small company in the embedded directory and in Samba, behind connections that are the same for
 * both.
 */
import { readFileSync } from 'node:fs'
import { startDirectory, type DirectoryOptions } from '../../../../src/emulators/directory/directory.js'
import { startSamba, type Account, type Samba, type SambaOptions } from '../../../support/samba.js'
import { openWire, type Wire } from './wire.js'

export interface Person {
  dn: string
  guid: string
  sid: string
}

export interface Ground {
  baseDn: string
  /** An OU without delegation. */
  ou: string
  /** An OU whose groups are delegated to the account. */
  container: string
  users: Person[]
  rights: Rights
  /** 1,501 users in an OU of their own and a group of all of them, created on first use. */
  crowd(): Promise<Crowd>
  admin: Wire
  delegated: Wire
  anonymous: Wire
  close(): Promise<void>
}

/** Access rights that are set without LDAP, all for the delegated account. */
export interface Rights {
  account: Person
  denyMember(dn: string): Promise<void>
  /** Makes an object inherit no rights from its container. */
  seal(dn: string): Promise<void>
  allowRestore(): Promise<void>
}

export interface Crowd {
  ou: string
  group: string
}

const crowdNames = Array.from({ length: 1501 }, (_, index) => `crowd${index}`)

const names = ['ann', 'bob', 'cyd', 'dan']

export async function embeddedGround(options: DirectoryOptions = {}): Promise<Ground> {
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
    rights: {
      account,
      denyMember: async (dn) => directory.denyRead(dn, account.dn, 'member'),
      async seal(dn) {
        directory.addMembers(`CN=Backup Operators,CN=Builtin,${baseDn}`, dn)
        directory.protectMembers()
      },
      allowRestore: async () => directory.allowRestore(account.dn),
    },
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
    rights: sambaRights(samba, account),
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

/** schemaIDGUID of member, and the GUID of the right Reanimate-Tombstones. */
const ids = {
  member: 'bf9679c0-0de6-11d0-a285-00aa003049e2',
  reanimate: '45ec5156-db7e-47bb-b53f-dbeb2d03c40f',
}

const sambaRights = (samba: Samba, { dn, sid }: Account): Rights => ({
  account: { dn, sid, guid: '' },
  denyMember: (name) => samba.grant(name, `(OD;;RP;${ids.member};;${sid})`),
  seal: (name) => samba.seal(name),
  async allowRestore() {
    await samba.grant(samba.baseDn, `(OA;;CR;${ids.reanimate};;${sid})`)
    await samba.grant(`CN=Deleted Objects,${samba.baseDn}`, `(A;;RPLCLORC;;;${sid})`)
  },
})

async function signedIn(url: string, ca: string, name: string, password: string): Promise<Wire> {
  const wire = await openWire({ url, ca })
  const { code, text } = await wire.bind(name, password)
  if (code !== 0) throw new Error(`${name} could not bind: ${text}`)
  return wire
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
