/**
 * Starts a directory for manual tests:
 *
 *     node --import ./scripts/blank.mjs test/support/samba/run.ts start [--exchange none|schema|organization] [--users 100]
 *     node --import ./scripts/blank.mjs test/support/samba/run.ts stop
 *
 * `start` prints KEY=VALUE lines: the address, the account, and the container that the account may write to.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sambaMissing, startSamba } from '../samba.js'

const directory = join(tmpdir(), 'group-writeback-dc')
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    exchange: { type: 'string', default: 'organization' },
    users: { type: 'string', default: '100' },
  },
})

async function start(): Promise<void> {
  const missing = sambaMissing()
  if (missing) throw new Error(`A Samba AD DC cannot run on this machine: ${missing}.`)
  await stop()
  const { exchange } = values
  if (exchange !== 'none' && exchange !== 'schema' && exchange !== 'organization') throw new Error(usage)
  const samba = await startSamba({ exchange, directory, detached: true })
  const people = await samba.addOu('People')
  await samba.seedUsers(Number(values.users), people)
  const container = await samba.addOu('Cloud Groups')
  const account = await samba.delegate(container)
  print({
    LDAP_URL: samba.ldapUrl,
    LDAPS_URL: samba.ldapsUrl,
    CA_FILE: samba.caPath,
    BASE_DN: samba.baseDn,
    CONTAINER: container,
    BIND_DN: account.dn,
    BIND_PASSWORD: account.password,
    ADMIN_DN: samba.adminDn,
    ADMIN_PASSWORD: samba.adminPassword,
  })
}

async function stop(): Promise<void> {
  const pid = Number(readIfThere(join(directory, 'run', 'dc.pid')))
  // Meanwhile the process id can belong to another program.
  if (pid > 0 && readIfThere(`/proc/${pid}/cmdline`).includes(directory)) {
    process.kill(pid, 'SIGKILL')
    while (readIfThere(`/proc/${pid}/cmdline`)) await delay(10)
  }
  rmSync(directory, { recursive: true, force: true })
}

const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')

function print(lines: Record<string, string>): void {
  for (const [name, value] of Object.entries(lines)) process.stdout.write(`${name}=${value}\n`)
}

const usage = 'usage: run.ts start [--exchange none|schema|organization] [--users N] | run.ts stop'
const commands: Readonly<Record<string, () => Promise<void>>> = { start, stop }
const command = commands[positionals[0] ?? '']
if (!command) throw new Error(usage)
await command()
