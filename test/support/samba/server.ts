import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, openSync, closeSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ports = [389, 636]

/** Returns a loopback address with free LDAP ports. */
export async function freeAddress(): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const part = () => 1 + Math.floor(Math.random() * 254)
    const address = `127.${64 + (part() % 128)}.${part()}.${part()}`
    if (await isFree(address)) return address
  }
  throw new Error('No loopback address has its LDAP ports 389 and 636 free.')
}

async function isFree(address: string): Promise<boolean> {
  for (const port of ports) {
    const server = createServer()
    try {
      await once(server.listen(port, address), 'listening')
    } catch {
      return false
    } finally {
      server.close()
    }
  }
  return true
}

export interface Server {
  pid: number
  signal(name: NodeJS.Signals): void
  /** Sends SIGKILL and waits for the exit. */
  kill(): Promise<void>
}

export async function startServer(directory: string, address: string, detached: boolean): Promise<Server> {
  const socket = join(directory, 'private', 'ldap_priv', 'ldapi')
  for (const left of [socket, join(directory, 'private', 'ldapi'), join(directory, 'run', 'samba.pid')]) {
    rmSync(left, { force: true })
  }
  const child = launch(directory, detached)
  const { pid } = child
  if (pid === undefined) throw new Error('Samba could not be started.')
  let ended = false
  const end = once(child, 'exit').then(() => (ended = true))
  writeFileSync(join(directory, 'run', 'dc.pid'), String(pid))
  while (!(existsSync(socket) && (await listens(address)))) {
    if (ended) throw new Error(`Samba exited: ${readFileSync(join(directory, 'log', 'output'), 'utf8')}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  if (detached) child.unref()
  const signal = (name: NodeJS.Signals) => void child.kill(name)
  return {
    pid,
    signal,
    async kill() {
      signal('SIGKILL')
      await end
    },
  }
}

function launch(directory: string, detached: boolean): ChildProcess {
  const output = openSync(join(directory, 'log', 'output'), 'a')
  const samba = [
    'samba',
    '-F',
    '--no-process-group',
    '-M',
    'single',
    '-s',
    join(directory, 'etc', 'smb.conf'),
  ]
  // setpriv: the DC exits with this process even if that is killed
  const [program = '', ...args] = detached ? samba : ['setpriv', '--pdeathsig', 'KILL', ...samba]
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }
  const child = spawn(program, [...args, '--debug-stdout'], {
    detached,
    env,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  return child
}

async function listens(address: string): Promise<boolean> {
  for (const port of ports) {
    const socket = connect(port, address)
    try {
      await once(socket, 'connect')
    } catch {
      return false
    } finally {
      socket.destroy()
    }
  }
  return true
}

const cleanups = new Set<() => void>()

/** Registers a function that runs when this process exits, except by SIGKILL. Returns a function that removes it. */
export function cleanUpLater(cleanup: () => void): () => void {
  if (cleanups.size === 0) listen()
  cleanups.add(cleanup)
  return () => cleanups.delete(cleanup)
}

function cleanUp(): void {
  for (const cleanup of cleanups) cleanup()
  cleanups.clear()
}

let listening = false

function listen(): void {
  if (listening) return
  listening = true
  process.on('exit', cleanUp)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      cleanUp()
      // The default action of the signal, unless there are other listeners, such as those of mocha.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
    })
  }
}

/** Removes the files of killed processes, whose id is in the name. */
export function sweep(prefix: string): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    }
  }
}
