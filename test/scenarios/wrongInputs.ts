/** Invalid inputs in a form that every entry point accepts. */
import type { DisableOptions, EnableOptions, WrittenConfig } from '../../src/index.js'
import type { PsPlace } from '../ps/place.js'

export interface WrongInput {
  what: string
  code: string
  exitCode: number
  /** Changes the configuration. */
  config?: (written: WrittenConfig) => unknown
  /** Text of the file instead of a configuration. */
  text?: string
  /** Options of `enable`. Without any options, `plan` runs for all groups. */
  enable?: (place: PsPlace) => Pick<EnableOptions, 'groups' | 'as' | 'container'>
  /** Options of `disable`. */
  disable?: Pick<DisableOptions, 'groups' | 'objects'>
  /** Groups of `plan`. */
  groups?: string[]
}

const config = (
  what: string,
  change: (written: WrittenConfig) => unknown,
  code = 'configInvalid',
  exitCode = 5,
): WrongInput => ({ what, code, exitCode, config: change })

const zeros = '00000000-0000-0000-0000-000000000000'

export const wrongInputs: readonly WrongInput[] = [
  { what: 'no JSON', code: 'configInvalid', exitCode: 5, text: '{ "entra": ' },
  { what: 'an empty file', code: 'configInvalid', exitCode: 5, text: '' },
  config('an unknown key', (w) => Object.assign(w, { scoop: 1 })),
  config('a number for an object', (w) => Object.assign(w, { limits: 2 })),
  config('no directory', (w) => delete (w as Partial<WrittenConfig>).directory),
  config('an id of zeros', (w) => Object.assign(w.entra, { tenantId: zeros })),
  config('a cloud beside hosts', (w) => Object.assign(w.entra, { cloud: 'china' })),
  config('half of two hosts', (w) => delete w.entra.graphUrl),
  config('a host with a path', (w) => Object.assign(w.entra, { graphUrl: 'https://graph.test/v1.0' })),
  config('a password as it is', (w) => Object.assign(w.directory.bind, { password: 'secret' })),
  config('an unencrypted address', (w) => Object.assign(w.directory, { urls: ['ldap://dc1.test'] })),
  config('no address', (w) => Object.assign(w.directory, { urls: [] })),
  config('a container that is no DN', (w) => Object.assign(w.directory, { container: 'Cloud Groups' })),
  config('a whole domain', (w) => Object.assign(w.directory, { container: 'DC=corp,DC=test' })),
  config('an authority that is missing', (w) => Object.assign(w.directory, { tls: { caPath: './no.pem' } })),
  config('a state that is a file', (w) => Object.assign(w, { state: { directory: './entra ca.pem' } })),
  config('a time without a unit', (w) => Object.assign(w, { limits: { approvalFor: '24' } })),
  config('a percentage above 100', (w) => Object.assign(w, { limits: { losses: { percent: 101 } } })),
  config(
    'a secret that is not set',
    (w) => Object.assign(w.directory.bind, { password: { env: 'NOT_SET' } }),
    'secretMissing',
  ),
  config(
    'a filter that Graph refuses',
    (w) => Object.assign(w, { scope: { groups: { filter: 'nonsense eq' } } }),
    'filterRefused',
  ),
  config(
    'a wrong client secret',
    (w) => Object.assign(w.entra.credential, { clientSecret: { env: 'WRONG' } }),
    'signInFailed',
    1,
  ),
  config(
    'a wrong password',
    (w) => Object.assign(w.directory.bind, { password: { env: 'WRONG' } }),
    'bindRefused',
    1,
  ),
  config(
    'a server that is not there',
    (w) => Object.assign(w.directory, { urls: ['ldaps://127.0.0.1:9'] }),
    'directoryUnreachable',
    1,
  ),
  config(
    "another server's authority",
    (w) => Object.assign(w.directory, { tls: { caPath: './entra ca.pem' } }),
    'directoryTls',
    1,
  ),
  config(
    'a container that is missing',
    (w) => Object.assign(w.directory, { container: `OU=Nowhere,${w.directory.container}` }),
    'containerMissing',
    1,
  ),
  { what: 'a name that nobody has', code: 'groupNotFound', exitCode: 1, groups: ['Nobody'] },
  { what: 'an id that nobody has', code: 'groupNotFound', exitCode: 1, groups: [`${zeros.slice(0, -1)}9`] },
  { what: 'a name that two groups have', code: 'groupAmbiguous', exitCode: 1, groups: ['Twins'] },
  {
    what: 'a group that AD owns',
    code: 'groupNotSupported',
    exitCode: 1,
    enable: () => ({ groups: ['Synced'] }),
  },
  {
    what: 'another kind for a security group',
    code: 'groupNotSupported',
    exitCode: 1,
    enable: () => ({ groups: ['Sales'], as: 'universalDistributionGroup' }),
  },
  {
    what: 'a container outside of the configured one',
    code: 'usage',
    exitCode: 5,
    enable: () => ({ groups: ['Sales'], container: 'OU=Elsewhere,DC=test' }),
  },
  {
    what: 'a container below it that is missing',
    code: 'containerMissing',
    exitCode: 1,
    enable: ({ container }) => ({ groups: ['Sales'], container: `OU=Gone,${container}` }),
  },
  {
    what: 'a name to disable that nobody has',
    code: 'groupNotFound',
    exitCode: 1,
    disable: { groups: ['Nobody'] },
  },
]
