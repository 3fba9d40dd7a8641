/**
 * The written configuration as a JSON Schema: ajv checks with it, editors complete with it (lib/config.schema.json).
 * `examples` hold what to write; they are quoted when the value is wrong.
 */
import { onPremisesGroupTypes } from '../model/group.js'
import { limitsSchema as limits } from './limitsSchema.js'
import { closed, duration, formed, text } from './schemaParts.js'

const secret = (description: string, env: string) => ({
  ...closed(`${description} Never the secret itself: where to find it.`, {
    env: formed(
      '^[A-Za-z_][A-Za-z0-9_.-]*$',
      'the name of an environment variable',
      'The environment variable that holds it.',
      env,
    ),
    file: text('A file that holds it and nothing else; a line end at its end is ignored.', './secret.txt'),
    stdin: { const: true, description: 'It comes on standard input.' },
  }),
  minProperties: 1,
  maxProperties: 1,
  examples: [{ env }],
})

const clientId = text(
  'The application (client) id of the app registration.',
  '00000000-0000-0000-0000-000000000000',
)

const credential = (
  type: string,
  description: string,
  properties: Record<string, object>,
  required: string[],
) => closed(description, { type: { const: type }, ...properties }, ['type', ...required])

const credentials = {
  type: 'object',
  description: 'How this program signs in to Entra.',
  discriminator: { propertyName: 'type' },
  examples: [{ type: 'certificate', clientId: '…', certificatePath: './group-writeback.pem' }],
  oneOf: [
    credential(
      'certificate',
      'A certificate of the app registration; the best choice outside Azure.',
      {
        clientId,
        certificatePath: text(
          'A PEM file with the certificate and its private key.',
          './group-writeback.pem',
        ),
        certificatePassword: secret(
          'The password of an encrypted private key.',
          'ENTRA_CERTIFICATE_PASSWORD',
        ),
        sendCertificateChain: { type: 'boolean', description: 'Send the chain (x5c) as well.' },
      },
      ['clientId', 'certificatePath'],
    ),
    credential(
      'secret',
      'A client secret of the app registration.',
      { clientId, clientSecret: secret('The client secret.', 'ENTRA_CLIENT_SECRET') },
      ['clientId', 'clientSecret'],
    ),
    credential(
      'managedIdentity',
      'The managed identity of an Azure machine or an Azure Arc server.',
      { clientId: text('The client id of a user-assigned identity.') },
      [],
    ),
    credential(
      'workloadIdentity',
      'A federated token, as in Kubernetes.',
      {
        clientId: text('The client id; by default AZURE_CLIENT_ID.'),
        tokenFilePath: text('The token file; by default AZURE_FEDERATED_TOKEN_FILE.'),
      },
      [],
    ),
    credential('azureCli', 'Whoever is signed in to the Azure CLI.', {}, []),
    credential('azurePowerShell', 'Whoever is signed in to Azure PowerShell.', {}, []),
  ],
}

const tls = (whose: string, more: Record<string, object> = {}) =>
  closed(`How ${whose} prove who they are.`, {
    caPath: text('A PEM file with certificate authorities to trust besides the usual ones.', './ca.pem'),
    ...more,
  })

/** What it still lets through and is no URL, a rule refuses. */
export const originForm = '^https://[^/?#@\\s]+/?$'

const origin = (description: string, example: string) =>
  formed(
    originForm,
    'an https:// address without a path',
    `${description} An origin: no path. Only together with the other one.`,
    example,
  )

export const configSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'group-writeback',
  ...closed(
    'Which Entra groups are written to which place in Active Directory.',
    {
      $schema: { type: 'string' },
      entra: closed(
        'Where the groups come from.',
        {
          tenantId: formed(
            '^[A-Za-z0-9.-]+$',
            'a tenant id or a domain name',
            'The directory (tenant) id or one of its domains.',
            '00000000-0000-0000-0000-000000000000',
          ),
          cloud: {
            enum: ['global', 'usGov', 'usGovDoD', 'china'],
            description: 'Which of Microsoft’s clouds.',
          },
          credential: credentials,
          authorityHost: origin('A sign-in host of your own.', 'https://login.microsoftonline.com'),
          graphUrl: origin('A Graph host of your own.', 'https://graph.microsoft.com'),
          tls: tls('Entra and Graph'),
        },
        ['tenantId', 'credential'],
      ),
      directory: closed(
        'Where the groups go to.',
        {
          urls: {
            type: 'array',
            minItems: 1,
            description: 'Domain controllers, tried in order; "dns:" finds them by their SRV records.',
            items: text('A URL.', 'ldaps://dc1.corp.contoso.com'),
            examples: [['ldaps://dc1.corp.contoso.com'], ['dns:corp.contoso.com']],
          },
          bind: closed(
            'The account that writes.',
            {
              dn: text(
                'Its distinguished name, or name@domain.',
                'CN=svc-writeback,OU=Service,DC=corp,DC=contoso,DC=com',
              ),
              password: secret('Its password.', 'AD_PASSWORD'),
            },
            ['dn', 'password'],
          ),
          tls: tls('domain controllers', {
            startTls: {
              type: 'boolean',
              description: 'Encrypt an ldap:// connection before anything else is sent.',
            },
          }),
          container: text('Where the groups are written.', 'OU=Cloud Groups,DC=corp,DC=contoso,DC=com'),
          timeout: duration(
            'How long a domain controller may be silent before the next one is tried.',
            '15s',
          ),
        },
        ['urls', 'bind', 'container'],
      ),
      scope: closed('Which groups are written.', {
        groups: {
          description:
            'selected: those enabled one by one; all; entra: by their writebackConfiguration; or a filter.',
          anyOf: [
            { enum: ['selected', 'all', 'entra'] },
            closed(
              'Those that a filter matches.',
              { filter: text('An OData filter on group properties.', "startsWith(displayName,'AD-')") },
              ['filter'],
            ),
          ],
          examples: ['selected', 'all', 'entra', { filter: "startsWith(displayName,'AD-')" }],
        },
      }),
      mapping: closed('How a group looks in AD.', {
        name: {
          enum: ['displayName', 'objectId'],
          description: 'displayName: "<displayName>_<last 12 of the id>"; objectId: "Group_<id>".',
        },
        microsoft365Groups: { enum: onPremisesGroupTypes, description: 'What Microsoft 365 groups become.' },
      }),
      policy: closed('What happens to groups that are no longer written.', {
        deprovision: {
          enum: ['keep', 'empty', 'delete'],
          description:
            'A group that left the scope or the cloud: keep it as it is, remove its members, or delete it.',
        },
      }),
      limits,
      state: closed('What is remembered between runs.', {
        directory: text('A folder of its own for each container.', './.group-writeback'),
      }),
    },
    ['entra', 'directory'],
  ),
}
