import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDirectory, type DirectoryOptions } from '../../src/sandbox/directory/directory.js'
import { ldapmodify } from '../support/ldapmodify.js'
import { execute } from '../support/samba/commands.js'
import { parseLdif } from '../support/samba/ldif.js'
import type { Place } from './company.js'

export async function sandboxPlace(options: DirectoryOptions = {}): Promise<Place> {
  const directory = await startDirectory(options)
  const people = directory.addOu('People')
  const container = directory.addOu('Cloud Groups')
  directory.addOu('Sub', container)
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-place-'))
  const caPath = join(folder, 'ca.pem')
  writeFileSync(caPath, directory.caPem)
  const { ldapsUrl: url, adminDn: dn, adminPassword: password } = directory
  const login = ['-LLL', '-o', 'ldif-wrap=no', '-x', '-H', url, '-D', dn, '-w', password]
  // OpenLDAP knows of pages only when told, and the directory gives no more than 1,000 entries at once.
  const paged = ['-E', 'pr=1000/noprompt']
  let number = 0
  return {
    url,
    caPath,
    container,
    account: directory.delegate(container),
    async addUsers(count) {
      const names = Array.from({ length: count }, () => `u${String(++number).padStart(6, '0')}`)
      return directory.addUsers(names, people)
    },
    search: async (...args) =>
      parseLdif(
        await execute('ldapsearch', [...login, ...paged, ...args], { env: { LDAPTLS_CACERT: caPath } }),
      ),
    modify: (ldif) => ldapmodify({ url, caPath, dn, password }, ldif),
    async close() {
      await directory.close()
      rmSync(folder, { recursive: true })
    },
  }
}
