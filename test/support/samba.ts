/**
 * Starts a temporary Active Directory for tests: a Samba AD DC, for LDAP only, on its own loopback address. Samba's ports
 * are compiled in, so each DC uses another address of 127.0.0.0/8, and any number can run at once.
 *
 *     describeSamba('what is tested', () => {
 *       let samba: Samba
 *       before(async () => (samba = await startSamba({ exchange: 'organization' })))
 *       after(() => samba.stop())
 *     })
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execute, runCommand } from './samba/commands.js'
import { adminPassword, baseDn, writeConfiguration, type Files } from './samba/configuration.js'
import { parseLdif, type LdifEntry } from './samba/ldif.js'
import { cleanUpLater, freeAddress, startServer, sweep } from './samba/server.js'
import { copyTemplate, type TemplateOptions } from './samba/template.js'

export { describeSamba, sambaMissing } from './samba/missing.js'
export type { LdifEntry } from './samba/ldif.js'

export interface SambaOptions extends Partial<TemplateOptions> {
  /** Rejects simple binds without TLS, as a hardened AD does. */
  strongAuth?: boolean
  /** Folder of the DC. Default: a new temporary folder. */
  directory?: string
  /** Keeps the DC running when this process exits. */
  detached?: boolean
}

export interface SeedObject {
  dn: string
  attributes: Readonly<Record<string, string | readonly string[]>>
}

export interface Seeded {
  dn: string
  guid: string
  /** Null if the object is not a security principal. */
  sid: string | null
}

export interface Account {
  dn: string
  password: string
  sid: string
}

export interface Samba extends Filling {
  ldapUrl: string
  ldapsUrl: string
  /** PEM of the certificate authority; the certificate is for dc1.corp.contoso.test, localhost, 127.0.0.1 and the DC's address. */
  caPath: string
  baseDn: string
  adminDn: string
  adminPassword: string
  directory: string
  pid(): number
  /** Suspends the DC: connections stay open without a response until `resume`. */
  pause(): void
  resume(): void
  /** Kills the DC. `restart` starts it again on the same address with its data. */
  kill(): Promise<void>
  restart(): Promise<void>
  /** Stops the DC and removes its files. */
  stop(): Promise<void>
}

/** Operations that do not need a running DC. */
interface Filling {
  /** Creates a service account that may create, change and delete groups at and below this OU, and nothing else. */
  delegate(ou: string, account?: string): Promise<Account>
  /** Adds an entry to the access list of an object, in SDDL. */
  grant(dn: string, ace: string): Promise<void>
  /** Disables the inheritance of access rights for an object. */
  seal(dn: string): Promise<void>
  /** Creates an OU and returns its DN. */
  addOu(name: string, parent?: string): Promise<string>
  /** Adds objects directly to the database, about 1,000 per second. */
  seed(objects: readonly SeedObject[]): Promise<Seeded[]>
  /** Adds users u000001, u000002, … or with these names, in an existing OU. */
  seedUsers(users: number | readonly string[], ou: string): Promise<Seeded[]>
  /** Runs OpenLDAP's client as administrator over LDAPS, which shares no code with the product. */
  ldapsearch(...args: string[]): Promise<LdifEntry[]>
  /** Runs another program with the configuration of this DC: `samba-tool`, `ldbmodify`, … */
  exec(program: string, args: readonly string[], input?: string): Promise<string>
}

const prefix = 'group-writeback-samba-'

export async function startSamba(options: SambaOptions = {}): Promise<Samba> {
  sweep(prefix)
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const remove = () => rmSync(directory, { recursive: true, force: true })
  const detached = options.detached ?? false
  const forget = detached ? () => {} : cleanUpLater(remove)
  const { schema = '2016', exchange = 'none', recycleBin = false } = options
  await copyTemplate(directory, { schema, exchange, recycleBin })
  const address = await freeAddress()
  const files = writeConfiguration(directory, address, options.strongAuth ?? false)
  let server = await startServer(directory, address, detached)
  return {
    ldapUrl: `ldap://${address}`,
    ldapsUrl: `ldaps://${address}`,
    caPath: files.ca,
    baseDn,
    adminDn,
    adminPassword,
    directory,
    ...filling(files, `ldaps://${address}`),
    pid: () => server.pid,
    pause: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    kill: () => server.kill(),
    async restart() {
      await server.kill()
      server = await startServer(directory, address, detached)
    },
    async stop() {
      await server.kill()
      remove()
      forget()
    },
  }
}

const adminDn = `CN=Administrator,CN=Users,${baseDn}`

function filling({ configuration, ca, password }: Files, url: string): Filling {
  const command = (name: 'seed' | 'delegate' | 'grant' | 'seal', order: object) =>
    runCommand(name, { conf: configuration, ...order })
  const seed = (objects: readonly SeedObject[]) => command('seed', { objects }) as Promise<Seeded[]>
  return {
    seed,
    async addOu(name, parent = baseDn) {
      const dn = `OU=${name},${parent}`
      await seed([{ dn, attributes: { objectClass: 'organizationalUnit' } }])
      return dn
    },
    seedUsers: (users, ou) => seed(namesOf(users).map((name) => user(name, ou))),
    async delegate(ou, account = 'svc-writeback') {
      const order = { ou, account, password: 'Passw0rd-2!' }
      const made = (await command('delegate', order)) as { dn: string; sid: string }
      return { ...made, password: order.password }
    },
    grant: async (dn, ace) => void (await command('grant', { dn, ace })),
    seal: async (dn) => void (await command('seal', { dn })),
    async ldapsearch(...args) {
      const options = ['-LLL', '-o', 'ldif-wrap=no', '-x', '-H', url, '-D', adminDn, '-y', password]
      return parseLdif(await execute('ldapsearch', [...options, ...args], { env: { LDAPTLS_CACERT: ca } }))
    },
    exec: (program, args, input) => execute(program, args, { input, env: { SMB_CONF_PATH: configuration } }),
  }
}

const namesOf = (users: number | readonly string[]): readonly string[] =>
  typeof users === 'number'
    ? Array.from({ length: users }, (_, index) => `u${String(index + 1).padStart(6, '0')}`)
    : users

/** An enabled account without a password, which would have to be hashed: 0x20 means that none is required. */
const user = (name: string, ou: string): SeedObject => ({
  dn: `CN=${name},${ou}`,
  attributes: {
    objectClass: 'user',
    sAMAccountName: name,
    displayName: `User ${name}`,
    userAccountControl: '544',
  },
})
