import { ldapmodify } from '../support/ldapmodify.js'
import { startSamba, type SambaOptions } from '../support/samba.js'
import type { Place } from './company.js'

export async function sambaPlace(options: SambaOptions = {}): Promise<Place> {
  const samba = await startSamba(options)
  const people = await samba.addOu('People')
  const container = await samba.addOu('Cloud Groups')
  await samba.addOu('Sub', container)
  const account = await samba.delegate(container)
  const { ldapsUrl: url, caPath, adminDn: dn, adminPassword: password } = samba
  const administrator = { url, caPath, dn, password }
  let number = 0
  return {
    url,
    caPath,
    container,
    account,
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
