/** OpenLDAP's clients, independent of this project. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describeNeeding } from '../../../support/needing.js'

const programs = ['ldapsearch', 'ldapmodify', 'ldapwhoami']

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

/** Returns why the clients cannot be used, or undefined. */
function ldapUtilsMissing(): string | undefined {
  const missing = programs.filter((program) => !onPath(program))
  return missing.length > 0 ? `${missing.join(', ')} of the package ldap-utils` : undefined
}

export const describeLdapUtils = (title: string, body: (this: Mocha.Suite) => void): void =>
  describeNeeding('ldap-utils', ldapUtilsMissing(), title, body)
