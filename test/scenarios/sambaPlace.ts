import { formatSid } from '../../src/ad/identifiers.js'
import { ldapmodify } from '../support/ldapmodify.js'
import { startSamba, type SambaOptions } from '../support/samba.js'
import type { Place } from './company.js'

/** schemaIDGUIDs, by which access lists identify attributes. */
const schemaIds = { member: 'bf9679c0-0de6-11d0-a285-00aa003049e2' }

export async function sambaPlace(options: SambaOptions = {}): Promise<Place> {
  const samba = await startSamba(options)
  const people = await samba.addOu('People')
  const container = await samba.addOu('Cloud Groups')
  await samba.addOu('Sub', container)
  const account = await samba.delegate(container)
  const { ldapsUrl: url, caPath, adminDn: dn, adminPassword: password } = samba
  const administrator = { url, caPath, dn, password }
  let number = 0
  const sidOf = async (dn: string) => {
    const [entry] = await samba.ldapsearch('-b', dn, '-s', 'base', 'objectSid')
    return formatSid(entry?.attributes.get('objectsid')?.[0] ?? Buffer.alloc(0))
  }
  return {
    url,
    caPath,
    container,
    baseDn: samba.baseDn,
    account,
    addComputer: async (name) => {
      const attributes = { objectClass: 'computer', sAMAccountName: `${name}$`, userAccountControl: '4096' }
      const [made] = await samba.seed([{ dn: `CN=${name},CN=Computers,${samba.baseDn}`, attributes }])
      return { dn: made?.dn ?? '', sid: made?.sid ?? '' }
    },
    sidOf,
    async setPrimaryGroup(user, group) {
      const rid = (await sidOf(group)).split('-').at(-1)
      await ldapmodify(
        administrator,
        `dn: ${user}\nchangetype: modify\nreplace: primaryGroupID\nprimaryGroupID: ${rid}\n`,
      )
    },
    denyRead: (dn, attribute) => samba.grant(dn, `(OD;;RP;${schemaIds[attribute]};;${account.sid})`),
    async addUsers(count) {
      const names = Array.from({ length: count }, () => `u${String(++number).padStart(6, '0')}`)
      const users = await samba.seedUsers(names, people)
      return users.map(({ dn, sid }) => ({ dn, sid: sid ?? '' }))
    },
    search: (...args) => samba.ldapsearch(...args),
    modify: (ldif) => ldapmodify(administrator, ldif),
    close: () => samba.stop(),
  }
}
