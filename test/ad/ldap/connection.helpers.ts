import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  connect,
  type Connection,
  type ConnectionOptions,
  type Entry,
} from '../../../src/ad/ldap/connection.js'
import { integer, octets, tags, tlv } from '../../../src/ad/ldap/ber.js'
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

/** A usual configuration of servers that speak plain LDAP; the password is in `AD_TEST_PASSWORD`. */
export const configFor = (urls: string[], more: Partial<DirectoryConfig> = {}): DirectoryConfig => ({
  urls,
  bind: { dn: 'CN=svc', password: { env: 'AD_TEST_PASSWORD' } },
  tls: { startTls: false },
  container: 'OU=x,DC=test',
  timeoutMs: 15_000,
  ...more,
})

/** For `before` and `after` of a suite. */
export const givePassword = (): void => void (process.env['AD_TEST_PASSWORD'] = 'secret')
export const takePassword = (): void => void delete process.env['AD_TEST_PASSWORD']

export const addressOf = ({ port }: { port: number }): string => `ldap://127.0.0.1:${port}`

/** Answers that somebody else knows, as AD gives them (RFC 4511 §4.1.10). */
export function refer(request: Received, urls: readonly string[], text = ''): void {
  const tag = request.op === ops.search ? 0x65 : request.op === ops.delete ? 0x6b : request.op + 1
  const referral = tlv(
    0xa3,
    urls.map((url) => octets(url)),
  )
  const parts = [integer(resultCodes.referral, tags.enumerated), octets(''), octets(text), referral]
  request.send(message(request.id, tlv(tag, parts)))
}

/** Says that the connection is about to end, and leaves ending it to the client (RFC 4511 §4.4.1). */
export function giveNotice(request: Received, code: number): void {
  const parts = [integer(code, tags.enumerated), octets(''), octets('going down')]
  request.send(message(0, tlv(0x78, [...parts, octets('1.3.6.1.4.1.1466.20036', 0x8a)])))
}

/** The last page of a search. */
export const lastPage = (request: Received): void =>
  request.result(0, '', [{ type: controlTypes.pagedResults, value: pagedValue(0, Buffer.alloc(0)) }])
