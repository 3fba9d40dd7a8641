/** A directory for one suite, and connections that are closed with it. */
import {
  startDirectory,
  type DirectoryOptions,
  type EmbeddedDirectory,
} from '../../../../src/emulators/directory/directory.js'
import { openWire, type Reply, type Wire } from './wire.js'

export interface Fixture {
  directory: EmbeddedDirectory
  /** Bound as administrator over LDAPS. */
  admin: Wire
  ou: string
  /** Not bound; without TLS by default. */
  connect(secure?: boolean): Promise<Wire>
  signIn(name: string, password: string): Promise<Wire>
  close(): Promise<void>
}

export async function openFixture(options: DirectoryOptions = {}): Promise<Fixture> {
  const directory = await startDirectory(options)
  const { ldapUrl, ldapsUrl, caPem: ca } = directory
  const connect = (secure = false) => openWire(secure ? { url: ldapsUrl, ca } : { url: ldapUrl })
  const signIn = async (name: string, password: string) => {
    const wire = await connect(true)
    succeed(await wire.bind(name, password))
    return wire
  }
  return {
    directory,
    admin: await signIn(directory.adminDn, directory.adminPassword),
    ou: directory.addOu('Here'),
    connect,
    signIn,
    close: () => directory.close(),
  }
}

export function succeed(reply: Reply): Reply {
  if (reply.code !== 0) throw new Error(`${reply.code} ${reply.text}`)
  return reply
}

/** Returns a function for the tests of a suite that returns its fixture. */
export function useDirectory(options: DirectoryOptions = {}): () => Fixture {
  let fixture: Fixture
  before(async () => (fixture = await openFixture(options)))
  after(() => fixture?.close())
  return () => fixture
}
