import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  openConnection,
  type Connection,
  type ConnectionOptions,
  type Entry,
} from '../../../src/ad/ldap/connection.js'
import { encodeInteger, encodeOctets, tags, encodeTlv } from '../../../src/ad/ldap/ber.js'
import type { SearchRequest } from '../../../src/ad/ldap/requests.js'
import { controlTypes } from '../../../src/ad/ldap/controls.js'
import { resultCodes } from '../../../src/ad/ldap/resultCodes.js'
import type { DirectoryConfig } from '../../../src/config/types.js'
import { WritebackError } from '../../../src/errors.js'
import type { Samba } from '../../support/samba.js'
import {
  message,
  ops,
  pagedValue,
  startFakeServer,
  type FakeOptions,
  type FakeServer,
  type Received,
  type Script,
} from '../../support/ldapServer.js'

type Options = Partial<Omit<ConnectionOptions, 'tls'>> & { ca?: string[]; startTls?: boolean }

const servers: FakeServer[] = []
const connections: Connection[] = []

export async function startServer(script?: Script, options?: FakeOptions): Promise<FakeServer> {
  const server = await startFakeServer(script, options)
  servers.push(server)
  return server
}

export async function connectTo(url: string, options: Options = {}): Promise<Connection> {
  const { ca, startTls = false, ...rest } = options
  const connection = await openConnection({ url, tls: { ...(ca && { ca }), startTls }, ...rest })
  connections.push(connection)
  return connection
}

/** Connects to a server that responds by a script. */
export async function connectToScript(script?: Script, options?: Options) {
  const server = await startServer(script)
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

/** Closes all connections and servers of a test; for `afterEach`. */
export async function closeConnections(): Promise<void> {
  for (const connection of connections.splice(0)) connection.close()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
}

/** Returns the WritebackError that a promise rejects with. */
export async function rejectionOf(work: Promise<unknown>): Promise<WritebackError> {
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

/** A configuration for plain LDAP servers; the password is in the environment variable `AD_TEST_PASSWORD`. */
export const configFor = (urls: string[], more: Partial<DirectoryConfig> = {}): DirectoryConfig => ({
  urls,
  bind: { dn: 'CN=svc', password: { env: 'AD_TEST_PASSWORD' } },
  tls: { startTls: false },
  container: 'OU=x,DC=test',
  timeoutMs: 15_000,
  ...more,
})

/** Sets and deletes the password of `configFor`; for `before` and `after` of a suite. */
export const setPassword = (): void => void (process.env['AD_TEST_PASSWORD'] = 'secret')
export const deletePassword = (): void => void delete process.env['AD_TEST_PASSWORD']

export const urlOf = ({ port }: { port: number }): string => `ldap://127.0.0.1:${port}`

/** Responds with a referral in AD's form (RFC 4511 §4.1.10). */
export function sendReferral(request: Received, urls: readonly string[], text = ''): void {
  const tag = request.op === ops.search ? 0x65 : request.op === ops.delete ? 0x6b : request.op + 1
  const referral = encodeTlv(
    0xa3,
    urls.map((url) => encodeOctets(url)),
  )
  const parts = [
    encodeInteger(resultCodes.referral, tags.enumerated),
    encodeOctets(''),
    encodeOctets(text),
    referral,
  ]
  request.send(message(request.id, encodeTlv(tag, parts)))
}

/** Sends a notice of disconnection and leaves the socket open (RFC 4511 §4.4.1). */
export function sendNotice(request: Received, code: number): void {
  const parts = [encodeInteger(code, tags.enumerated), encodeOctets(''), encodeOctets('going down')]
  request.send(message(0, encodeTlv(0x78, [...parts, encodeOctets('1.3.6.1.4.1.1466.20036', 0x8a)])))
}

/** Ends a search with its last page. */
export const lastPage = (request: Received): void =>
  request.result(0, '', [{ type: controlTypes.pagedResults, value: pagedValue(0, Buffer.alloc(0)) }])
