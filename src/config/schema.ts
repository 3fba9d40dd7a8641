/**
 * Defines the JSON Schema of the written configuration, for ajv and for editors (lib/config.schema.json). Hints about
 * invalid values quote `examples`.
 */
import { onPremisesGroupTypes } from '../model/group.js'
import { limitsSchema as limits } from './limitsSchema.js'
import { objectSchema, durationSchema, patternSchema, textSchema } from './schemaParts.js'

const secretSchema = (description: string, env: string) => ({
  ...objectSchema(`${description} A reference, never the secret itself.`, {
    env: patternSchema(
      '^[A-Za-z_][A-Za-z0-9_.-]*$',
      'the name of an environment variable',
      'The environment variable that contains the secret.',
      env,
    ),
    file: textSchema(
      'A file that contains only the secret; a trailing line break is ignored.',
      './secret.txt',
    ),
    stdin: { const: true, description: 'The secret is read from standard input.' },
  }),
  minProperties: 1,
  maxProperties: 1,
  examples: [{ env }],
})

const clientIdSchema = textSchema(
  'The application (client) id of the app registration.',
  '00000000-0000-0000-0000-000000000000',
)

const credentialSchema = (
  type: string,
  description: string,
  properties: Record<string, object>,
  required: string[],
) => objectSchema(description, { type: { const: type }, ...properties }, ['type', ...required])

const credentialsSchema = {
  type: 'object',
  description: 'The credential for the sign-in to Entra ID.',
  discriminator: { propertyName: 'type' },
  examples: [{ type: 'certificate', clientId: '…', certificatePath: './group-writeback.pem' }],
  oneOf: [
    credentialSchema(
      'certificate',
      'A certificate of the app registration; recommended outside Azure.',
      {
        clientId: clientIdSchema,
        certificatePath: textSchema(
          'A PEM file with the certificate and its private key.',
          './group-writeback.pem',
        ),
        certificatePassword: secretSchema(
          'The password of an encrypted private key.',
          'ENTRA_CERTIFICATE_PASSWORD',
        ),
        sendCertificateChain: { type: 'boolean', description: 'Send the certificate chain (x5c) too.' },
      },
      ['clientId', 'certificatePath'],
    ),
    credentialSchema(
      'secret',
      'A client secret of the app registration.',
      { clientId: clientIdSchema, clientSecret: secretSchema('The client secret.', 'ENTRA_CLIENT_SECRET') },
      ['clientId', 'clientSecret'],
    ),
    credentialSchema(
      'managedIdentity',
      'The managed identity of an Azure VM or an Azure Arc server.',
      { clientId: textSchema('The client id of a user-assigned identity.') },
      [],
    ),
    credentialSchema(
      'workloadIdentity',
      'A federated token, for example in Kubernetes.',
      {
        clientId: textSchema('The client id; by default AZURE_CLIENT_ID.'),
        tokenFilePath: textSchema('The token file; by default AZURE_FEDERATED_TOKEN_FILE.'),
      },
      [],
    ),
    credentialSchema('azureCli', 'The account that is signed in to the Azure CLI.', {}, []),
    credentialSchema('azurePowerShell', 'The account that is signed in to Azure PowerShell.', {}, []),
  ],
}

const tlsSchema = (servers: string, more: Record<string, object> = {}) =>
  objectSchema(`TLS settings for connections to ${servers}.`, {
    caPath: textSchema('A PEM file with additional certificate authorities to trust.', './ca.pem'),
    ...more,
  })

/** The pattern of an origin; a rule rejects the strings that match it but are not valid URLs. */
export const originPattern = '^https://[^/?#@\\s]+/?$'

const originSchema = (description: string, example: string) =>
  patternSchema(
    originPattern,
    'an https:// URL without a path',
    `${description} An origin without a path. authorityHost and graphUrl require each other.`,
    example,
  )

export const configSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'group-writeback',
  ...objectSchema(
    'Which Entra ID groups are written to which container of Active Directory.',
    {
      $schema: { type: 'string' },
      entra: objectSchema(
        'The source of the groups: Entra ID.',
        {
          tenantId: patternSchema(
            '^[A-Za-z0-9.-]+$',
            'a tenant id or a domain name',
            'The directory (tenant) id or one of its domains.',
            '00000000-0000-0000-0000-000000000000',
          ),
          cloud: {
            enum: ['global', 'usGov', 'usGovDoD', 'china'],
            description: 'Which of Microsoft’s clouds.',
          },
          credential: credentialsSchema,
          authorityHost: originSchema('A custom sign-in host.', 'https://login.microsoftonline.com'),
          graphUrl: originSchema('A custom Graph host.', 'https://graph.microsoft.com'),
          tls: tlsSchema('Entra ID and Graph'),
        },
        ['tenantId', 'credential'],
      ),
      directory: objectSchema(
        'The target of the groups: Active Directory.',
        {
          urls: {
            type: 'array',
            minItems: 1,
            description: 'Domain controllers, tried in order; "dns:" discovers them by SRV records.',
            items: textSchema('A URL.', 'ldaps://dc1.corp.contoso.com'),
            examples: [['ldaps://dc1.corp.contoso.com'], ['dns:corp.contoso.com']],
          },
          bind: objectSchema(
            'The account for the sign-in to Active Directory.',
            {
              dn: textSchema(
                'The distinguished name of the account, or name@domain.',
                'CN=svc-writeback,OU=Service,DC=corp,DC=contoso,DC=com',
              ),
              password: secretSchema('The password of the account.', 'AD_PASSWORD'),
            },
            ['dn', 'password'],
          ),
          tls: tlsSchema('domain controllers', {
            startTls: {
              type: 'boolean',
              description: 'Encrypt ldap:// connections with StartTLS before the sign-in.',
            },
          }),
          container: textSchema(
            'The DN of the container to which the groups are written.',
            'OU=Cloud Groups,DC=corp,DC=contoso,DC=com',
          ),
          timeout: durationSchema(
            'The time to wait for a response of a domain controller before the next one is tried.',
            '15s',
          ),
        },
        ['urls', 'bind', 'container'],
      ),
      scope: objectSchema('The groups that are written.', {
        groups: {
          description:
            'selected: groups enabled one by one; all; entra: by writebackConfiguration; or a filter.',
          anyOf: [
            { enum: ['selected', 'all', 'entra'] },
            objectSchema(
              'The groups that match a filter.',
              { filter: textSchema('An OData filter on group properties.', "startsWith(displayName,'AD-')") },
              ['filter'],
            ),
          ],
          examples: ['selected', 'all', 'entra', { filter: "startsWith(displayName,'AD-')" }],
        },
      }),
      mapping: objectSchema('The form of the groups in AD.', {
        name: {
          enum: ['displayName', 'objectId'],
          description: 'displayName: "<displayName>_<last 12 of the id>"; objectId: "Group_<id>".',
        },
        microsoft365Groups: {
          enum: onPremisesGroupTypes,
          description: 'The kind of group in AD for Microsoft 365 groups.',
        },
      }),
      policy: objectSchema('The policy for groups that are no longer written.', {
        deprovision: {
          enum: ['keep', 'empty', 'delete'],
          description:
            'A group that left the scope or was deleted in the cloud: keep it unchanged, remove its members, or delete it.',
        },
      }),
      limits,
      state: objectSchema('The state that is kept between runs.', {
        directory: textSchema('The folder of the state; each container needs its own.', './.group-writeback'),
      }),
    },
    ['entra', 'directory'],
  ),
}
