import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { connect, type Connection, type ConnectionOptions, type Entry } from '../../src/ad/connection.js'
import type { SearchRequest } from '../../src/ad/connectionRequests.js'
import { WritebackError } from '../../src/errors.js'
import type { Samba } from '../support/samba.js'
import { startFakeServer, type FakeOptions, type FakeServer, type Script } from '../support/ldapServer.js'

type Options = Partial<Omit<ConnectionOptions, 'tls'>> & { ca?: string[]; startTls?: boolean }

const servers: FakeServer[] = []
const connections: Connection[] = []

export async function serve(script?: Script, options?: FakeOptions): Promise<FakeServer> {
  const server = await startFakeServer(script, options)
  servers.push(server)
  return server
}

export async function connectTo(url: string, options: Options = {}): Promise<Connection> {
  const { ca, startTls = false, ...rest } = options
  const connection = await connect({ url, tls: { ...(ca && { ca }), startTls }, ...rest })
  connections.push(connection)
  return connection
}

/** A connection to a server that follows a script. */
export async function connectToScript(script?: Script, options?: Options) {
  const server = await serve(script)
  return { server, connection: await connectTo(`ldap://127.0.0.1:${server.port}`, options) }
}

export const connectSamba = (
  samba: Samba,
  { url = samba.ldapsUrl, ...rest }: Options & { url?: string } = {},
) => connectTo(url, { ca: [readFileSync(samba.caPath, 'utf8')], ...rest })

export async function connectAsAdmin(samba: Samba, options?: Options): Promise<Connection> {
  const connection = await connectSamba(samba, options)
  await connection.bind(samba.adminDn, samba.adminPassword)
  return connection
}

/** For `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const connection of connections.splice(0)) connection.close()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
}

/** The WritebackError that a promise was rejected with. */
export async function failure(work: Promise<unknown>): Promise<WritebackError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).to.be.instanceOf(WritebackError)
  return error as WritebackError
}

export async function readAll(connection: Connection, request: SearchRequest): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of connection.search(request)) entries.push(...page.items)
  return entries
}

export const texts = (entry: Entry | undefined, attribute: string): string[] | undefined =>
  entry?.attributes.get(attribute.toLowerCase())?.map(String)
