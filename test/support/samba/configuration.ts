import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeAuthority } from '../certificates.js'

export const realm = 'CORP.CONTOSO.TEST'
export const domain = 'CORP'
export const host = 'dc1'
export const baseDn = 'DC=corp,DC=contoso,DC=test'
export const adminPassword = 'Passw0rd-1!'

export interface Files {
  configuration: string
  ca: string
  password: string
}

/** Files that depend on the folder and the address of the DC. The databases contain no paths and can be copied. */
export function writeConfiguration(directory: string, address: string, strongAuth: boolean): Files {
  const inside = (...names: string[]) => join(directory, ...names)
  for (const name of ['etc', 'private', 'state', 'cache', 'run', 'log', 'tls']) {
    mkdirSync(inside(name), { recursive: true, mode: 0o700 })
  }
  const authority = makeAuthority('Test authority of a throw-away directory')
  const server = authority.issue([`${host}.${realm.toLowerCase()}`, 'localhost', '127.0.0.1', address])
  const ca = inside('tls', 'ca.pem')
  writeFileSync(ca, authority.certificate)
  writeFileSync(inside('tls', 'certificate.pem'), server.certificate)
  writeFileSync(inside('tls', 'key.pem'), server.key, { mode: 0o600 })
  const password = inside('etc', 'password')
  writeFileSync(password, adminPassword, { mode: 0o600 })
  const configuration = inside('etc', 'smb.conf')
  writeFileSync(configuration, smbConf(directory, address, strongAuth))
  return { configuration, ca, password }
}

const smbConf = (directory: string, address: string, strongAuth: boolean): string => `[global]
  netbios name = ${host}
  workgroup = ${domain}
  realm = ${realm}
  server role = active directory domain controller
  server services = ldap
  interfaces = ${address}/8
  bind interfaces only = yes
  ldap server require strong auth = ${strongAuth ? 'yes' : 'no'}
  tls keyfile = ${directory}/tls/key.pem
  tls certfile = ${directory}/tls/certificate.pem
  tls cafile = ${directory}/tls/ca.pem
  dsdb:schema update allowed = yes
  ldb:nosync = yes
  private dir = ${directory}/private
  state directory = ${directory}/state
  cache directory = ${directory}/cache
  lock directory = ${directory}/run
  pid directory = ${directory}/run
  ncalrpc dir = ${directory}/run/ncalrpc
  winbindd socket directory = ${directory}/run/winbindd
  ntp signd socket directory = ${directory}/run/ntp_signd
  binddns dir = ${directory}/run/dns
  logging = file
  log file = ${directory}/log/samba
  disable spoolss = yes
[sysvol]
  path = ${directory}/state/sysvol
[netlogon]
  path = ${directory}/state/sysvol/scripts
`
