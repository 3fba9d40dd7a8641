import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  startDirectory,
  type DirectoryOptions,
  type EmbeddedDirectory,
} from '../../src/emulators/directory/directory.js'
import { ldapmodify } from '../support/ldapmodify.js'
import { execute } from '../support/samba/commands.js'
import { parseLdif } from '../support/samba/ldif.js'
import type { Place } from './company.js'

/** An enabled account without a password: 0x20 means that none is required. */
export const enabled = { userAccountControl: '544' }

export const embeddedPlace = async (options: DirectoryOptions = {}): Promise<Place> =>
  embeddedPlaceOf(await startDirectory(options))

/** Returns a place in the directory of one test. */
export async function embeddedPlaceOf(directory: EmbeddedDirectory): Promise<Place> {
  const people = directory.addOu('People')
  const container = directory.addOu('Cloud Groups')
  directory.addOu('Sub', container)
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-place-'))
  const caPath = join(folder, 'ca.pem')
  writeFileSync(caPath, directory.caPem)
  const { ldapsUrl: url, adminDn: dn, adminPassword: password } = directory
  const login = ['-LLL', '-o', 'ldif-wrap=no', '-x', '-H', url, '-D', dn, '-w', password]
  // The client must request paged results, because the directory returns at most 1,000 entries at once.
  const paged = ['-E', 'pr=1000/noprompt']
  let number = 0
  const account = directory.delegate(container)
  return {
    url,
    caPath,
    container,
    baseDn: directory.baseDn,
    account,
    async addUsers(count) {
      const names = Array.from({ length: count }, () => `u${String(++number).padStart(6, '0')}`)
      return names.map((name) => directory.addUser({ name, ou: people, attributes: enabled }))
    },
    addComputer: async (name) => directory.addComputer({ name }),
    sidOf: async (dn) => directory.read(dn)?.sid ?? '',
    async setPrimaryGroup(user, group) {
      directory.edit(user, { primaryGroupID: (directory.read(group)?.sid ?? '').split('-').at(-1) })
    },
    async denyRead(dn, attribute) {
      directory.denyRead(dn, account.dn, attribute)
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
