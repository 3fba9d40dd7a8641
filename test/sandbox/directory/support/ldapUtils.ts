/** OpenLDAP's clients as witnesses: they share no code with either side. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const programs = ['ldapsearch', 'ldapmodify', 'ldapwhoami']

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

/** Why they cannot be used here, or undefined where they can. */
export function ldapUtilsMissing(): string | undefined {
  const missing = programs.filter((program) => !onPath(program))
  return missing.length > 0 ? `${missing.join(', ')} of the package ldap-utils` : undefined
}

/**
 * A suite that needs OpenLDAP's clients. Where they are missing it is skipped with the reason in its title; where
 * GROUPWRITEBACK_REQUIRE names "ldap-utils", as in CI, that is a failure.
 */
export function describeLdapUtils(title: string, body: (this: Mocha.Suite) => void): void {
  const missing = ldapUtilsMissing()
  if (missing === undefined) describe(title, body)
  else if (process.env.GROUPWRITEBACK_REQUIRE?.includes('ldap-utils')) {
    describe(title, () => {
      it('has the clients of OpenLDAP', () => {
        throw new Error(`missing: ${missing}`)
      })
    })
  } else describe.skip(`${title} (needs ${missing})`, body)
}
