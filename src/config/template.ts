/** Writes the commented configuration to start from. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { WritebackError } from '../errors.js'

/** Default file names of the configuration; the first one that exists is used. */
export const configFiles = ['group-writeback.jsonc', 'group-writeback.json'] as const

const chooseOtherFile = (file: string) => ({ action: 'chooseConfig' as const, details: { file } })

const configTemplate = `{
  // This file lists every key; those after // are optional. Each key may occur only once.
  // Editors complete and check this file with the schema.
  "$schema": "./node_modules/group-writeback/lib/config.schema.json",

  // The source of the groups: Entra ID. The app registration needs the application permissions
  // GroupMember.Read.All and User.Read.All (and Member.Read.Hidden for groups with hidden membership).
  "entra": {
    "tenantId": "00000000-0000-0000-0000-000000000000",
    // "cloud": "global",                       // global | usGov | usGovDoD | china
    // "authorityHost": "https://login.example.com", "graphUrl": "https://graph.example.com", // instead of a cloud
    // "tls": { "caPath": "./proxy-ca.pem" },   // the CA of a proxy that intercepts TLS

    // The credential for the sign-in: a certificate, or one of the alternatives below.
    "credential": {
      "type": "certificate",
      "clientId": "00000000-0000-0000-0000-000000000000",
      // "certificatePassword": { "env": "ENTRA_CERTIFICATE_PASSWORD" }, // of an encrypted private key
      // "sendCertificateChain": false,
      "certificatePath": "./group-writeback.pem" // certificate and private key, PEM
    }
    // "credential": { "type": "managedIdentity", "clientId": "…" } // clientId: only for a user-assigned identity
    // "credential": { "type": "workloadIdentity", "clientId": "…", "tokenFilePath": "./token" } // by default AZURE_…
    // "credential": { "type": "secret", "clientId": "…", "clientSecret": { "env": "ENTRA_CLIENT_SECRET" } }
    // "credential": { "type": "azureCli" }        // the account that is signed in there
    // "credential": { "type": "azurePowerShell" }
  },

  // The target: Active Directory. The account only needs to create, change and delete groups in the container.
  "directory": {
    "urls": ["ldaps://dc1.corp.contoso.com"],   // tried in order; "dns:corp.contoso.com" discovers them
    "bind": {
      "dn": "CN=svc-writeback,OU=Service Accounts,DC=corp,DC=contoso,DC=com",
      "password": { "env": "AD_PASSWORD" }      // a reference, never the secret itself
      // "password": { "file": "./password.txt" }
      // "password": { "stdin": true }
    },
    // "tls": { "caPath": "./ca.pem", "startTls": false }, // the CA of the controllers' certificates
    // "timeout": "15s",                        // time to wait for a response
    "container": "OU=Cloud Groups,DC=corp,DC=contoso,DC=com"
  },

  // The groups to write: enabled one by one, all, by their writebackConfiguration in Entra ID, or by an OData filter.
  "scope": { "groups": "selected" },            // selected | all | entra
  // "scope": { "groups": { "filter": "startsWith(displayName,'AD-')" } },

  // Their form in AD. Names: displayName gives "<displayName>_<last 12 of the id>", objectId "Group_<id>".
  "mapping": {
    "name": "displayName",
    "microsoft365Groups": "universalDistributionGroup" // or universalSecurityGroup, universalMailEnabledSecurityGroup
  },

  // A group that left the scope or was deleted in the cloud: keep it unchanged, empty it, or delete it.
  "policy": { "deprovision": "keep" },

  // Limits on the changes of 24 hours; more needs an approval. A loss is one membership that ends.
  "limits": {
    "groupLosses": { "percent": 30, "count": 100, "from": 10 }, // of one group; percent applies from 10 members
    "groupEmptied": { "from": 3, "except": [] },  // a group that would lose all members; except: object ids
    "losses": { "percent": 20, "count": 500, "from": 10 },      // of all groups; percent applies from 10 losses
    "groupAdditions": { "count": 50000 },
    "creations": { "count": 20, "percent": 10 },  // both values must be exceeded
    "deletions": { "count": 5, "percent": 5 },    // both values must be exceeded
    "renames": { "count": 10 },
    "moves": { "count": 10 },
    "adoptions": { "count": 0 },                  // existing objects adopted
    "identifiersVanished": { "count": 5 },
    // "privileged": [{ "group": "00000000-0000-0000-0000-000000000000", "below": "CN=Administrators,CN=Builtin,DC=corp,DC=contoso,DC=com" }],
    // "accessSubtrees": ["OU=File Shares,OU=Cloud Groups,DC=corp,DC=contoso,DC=com"],
    "missingFor": "30m",                          // before a group that is not found counts as deleted
    "approvalFor": "24h"
  },

  // The state that is kept between runs: enabled groups, the journal, the lease.
  "state": { "directory": "./.group-writeback" }
}
`

/**
 * Writes a commented configuration to start from; never replaces an existing file.
 * @returns the absolute path of the file
 * @throws WritebackError `usage` if a configuration already exists or the file cannot be written
 */
export async function initConfig(path: string): Promise<string> {
  const file = resolve(path)
  const defaultFiles = configFiles.map((name) => join(dirname(file), name))
  const other = defaultFiles.includes(file) ? defaultFiles.find((name) => existsSync(name)) : undefined
  if (other !== undefined)
    throw new WritebackError('usage', `${other} already exists.`, chooseOtherFile(other))
  try {
    await writeFile(file, configTemplate, { flag: 'wx' })
    return file
  } catch (cause) {
    const isExisting = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    const message = isExisting ? `${file} already exists.` : `${file} cannot be written.`
    throw new WritebackError('usage', message, { cause, ...chooseOtherFile(file) })
  }
}
