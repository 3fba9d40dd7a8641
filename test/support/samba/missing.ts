import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describeNeeding } from '../needing.js'

const packages: Readonly<Record<string, string>> = {
  samba: 'samba',
  ldapsearch: 'ldap-utils',
  setpriv: 'util-linux',
}
const schemas = '/usr/share/samba/setup/ad-schema'
const modules = '/usr/lib/python3/dist-packages/samba/provision'

/** Returns the requirement of a Samba AD DC that is missing on this machine, or undefined. */
export function sambaMissing(): string | undefined {
  if (process.platform !== 'linux') return 'Samba AD DC needs Linux'
  if (process.getuid?.() !== 0) return 'root is needed for the LDAP ports'
  const missing = Object.entries(packages)
    .filter(([program]) => !onPath(program))
    .map(([, name]) => name)
  if (!existsSync(schemas)) missing.push('samba-ad-provision')
  if (!existsSync(modules)) missing.push('python3-samba')
  return missing.length > 0 ? `these packages are missing: ${missing.join(' ')}` : undefined
}

const onPath = (program: string): boolean =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) =>
    existsSync(join(folder, program)),
  )

export const describeSamba = (title: string, body: (this: Mocha.Suite) => void): void => {
  const missing = sambaMissing()
  describeNeeding('samba', missing && `a Samba AD DC: ${missing}`, title, body)
}
