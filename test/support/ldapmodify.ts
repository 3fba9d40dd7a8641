import { execFile } from 'node:child_process'

export interface Login {
  url: string
  caPath: string
  dn: string
  password: string
}

/** Makes changes with OpenLDAP's client, as another program would. */
export function ldapmodify({ url, caPath, dn, password }: Login, ldif: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['-x', '-H', url, '-D', dn, '-w', password]
    const child = execFile(
      'ldapmodify',
      args,
      { env: { ...process.env, LDAPTLS_CACERT: caPath } },
      (error, _, stderr) => {
        if (error) reject(new Error(stderr))
        else resolve()
      },
    )
    child.stdin?.end(ldif)
  })
}
