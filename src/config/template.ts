import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { WritebackError } from '../errors.js'

/** Names of the configuration, in the order in which they are looked for. */
export const configFiles = ['group-writeback.jsonc', 'group-writeback.json'] as const

const exists = (file: string) => ({ action: 'chooseConfig' as const, details: { file } })

const template = `{
  // Every key there is stands here; those behind // are not needed. Each key may be written once only.
  // Editors complete and check this file with the schema.
  "$schema": "./node_modules/group-writeback/lib/config.schema.json",

  // Where the groups come from. The app registration needs the application permissions
  // GroupMember.Read.All and User.Read.All (and Member.Read.Hidden for groups with hidden membership).
  "entra": {
    "tenantId": "00000000-0000-0000-0000-000000000000",
    // "cloud": "global",                       // global | usGov | usGovDoD | china
    // "authorityHost": "https://login.example.com", "graphUrl": "https://graph.example.com", // instead of a cloud
    // "tls": { "caPath": "./proxy-ca.pem" },   // the authority of a proxy that opens TLS

    // How the program signs in: with a certificate, or in one of the ways behind it.
    "credential": {
      "type": "certificate",
      "clientId": "00000000-0000-0000-0000-000000000000",
      // "certificatePassword": { "env": "ENTRA_CERTIFICATE_PASSWORD" }, // of an encrypted key
      // "sendCertificateChain": false,
      "certificatePath": "./group-writeback.pem" // certificate and private key, PEM
    }
    // "credential": { "type": "managedIdentity", "clientId": "…" } // clientId: only of a user-assigned identity
    // "credential": { "type": "workloadIdentity", "clientId": "…", "tokenFilePath": "./token" } // both from AZURE_…
    // "credential": { "type": "secret", "clientId": "…", "clientSecret": { "env": "ENTRA_CLIENT_SECRET" } }
    // "credential": { "type": "azureCli" }        // whoever is signed in there
    // "credential": { "type": "azurePowerShell" }
  },

  // Where they go to. The account needs to create, change and delete groups in the container, and nothing else.
  "directory": {
    "urls": ["ldaps://dc1.corp.contoso.com"],   // tried in order; "dns:corp.contoso.com" finds the domain controllers
    "bind": {
      "dn": "CN=svc-writeback,OU=Service Accounts,DC=corp,DC=contoso,DC=com",
      "password": { "env": "AD_PASSWORD" }      // never the secret itself, only where it is
      // "password": { "file": "./password.txt" }
      // "password": { "stdin": true }
    },
    // "tls": { "caPath": "./ca.pem", "startTls": false }, // the authority that issued the controllers' certificates
    // "timeout": "15s",                        // of a silent domain controller
    "container": "OU=Cloud Groups,DC=corp,DC=contoso,DC=com"
  },

  // Which groups: those enabled one by one, all, those whose writebackConfiguration says so, or an OData filter.
  "scope": { "groups": "selected" },            // selected | all | entra
  // "scope": { "groups": { "filter": "startsWith(displayName,'AD-')" } },

  // How they look in AD. Names: displayName gives "<displayName>_<last 12 of the id>", objectId "Group_<id>".
  "mapping": {
    "name": "displayName",
    "microsoft365Groups": "universalDistributionGroup" // or universalSecurityGroup, universalMailEnabledSecurityGroup
  },

  // A group that left the scope or the cloud: keep it as it is, empty it, or delete it.
  "policy": { "deprovision": "keep" },

  // How much may change in 24 hours before somebody has to approve it. A loss is one membership that ends.
  "limits": {
    "groupLosses": { "percent": 30, "count": 100, "from": 10 }, // of one group; the percentage from 10 members up
    "groupEmptied": { "from": 3, "except": [] },  // a group that would lose everybody; except: object ids
    "losses": { "percent": 20, "count": 500, "from": 10 },      // of all groups; the percentage from 10 losses up
    "groupAdditions": { "count": 50000 },
    "creations": { "count": 20, "percent": 10 },  // more than both
    "deletions": { "count": 5, "percent": 5 },    // more than both
    "renames": { "count": 10 },
    "moves": { "count": 10 },
    "adoptions": { "count": 0 },                  // existing objects taken over
    "identifiersVanished": { "count": 5 },
    // "privileged": [{ "group": "00000000-0000-0000-0000-000000000000", "below": "CN=Administrators,CN=Builtin,DC=corp,DC=contoso,DC=com" }],
    // "accessSubtrees": ["OU=File Shares,OU=Cloud Groups,DC=corp,DC=contoso,DC=com"],
    "missingFor": "30m",                          // before a group that is not found counts as deleted
    "approvalFor": "24h"
  },

  // What is remembered between runs: enabled groups, the journal, the lease.
  "state": { "directory": "./.group-writeback" }
}
`

/**
 * Writes a commented configuration to start from; never over an existing file.
 * @returns the absolute path of the file
 * @throws WritebackError `usage`
 */
export async function initConfig(path: string): Promise<string> {
  const file = resolve(path)
  const known = configFiles.map((name) => join(dirname(file), name))
  const other = known.includes(file) ? known.find((name) => existsSync(name)) : undefined
  if (other !== undefined) throw new WritebackError('usage', `${other} exists already.`, exists(other))
  try {
    await writeFile(file, template, { flag: 'wx' })
    return file
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    const message = isThere ? `${file} exists already.` : `${file} cannot be written.`
    throw new WritebackError('usage', message, { cause, ...exists(file) })
  }
}
