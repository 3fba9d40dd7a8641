import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { WritebackError } from '../errors.js'

const template = `{
  // Editors complete and check this file with the schema.
  "$schema": "./node_modules/group-writeback/lib/config.schema.json",

  // Where the groups come from. The app registration needs the application permissions
  // GroupMember.Read.All and User.Read.All (and Member.Read.Hidden for groups with hidden membership).
  "entra": {
    "tenantId": "00000000-0000-0000-0000-000000000000",
    // "cloud": "global",                       // global | usGov | usGovDoD | china
    "credential": {
      "type": "certificate",                    // certificate | secret | managedIdentity | workloadIdentity | azureCli | azurePowerShell
      "clientId": "00000000-0000-0000-0000-000000000000",
      "certificatePath": "./group-writeback.pem" // certificate and private key, PEM
    }
  },

  // Where they go to. The account needs to create, change and delete groups in the container, and nothing else.
  "directory": {
    "urls": ["ldaps://dc1.corp.contoso.com"],   // tried in order; "dns:corp.contoso.com" finds the domain controllers
    "bind": {
      "dn": "CN=svc-writeback,OU=Service Accounts,DC=corp,DC=contoso,DC=com",
      "password": { "env": "AD_PASSWORD" }      // never the secret itself: { "env": … }, { "file": … } or { "stdin": true }
    },
    // "tls": { "caPath": "./ca.pem" },         // the authority that issued the domain controllers' certificates
    "container": "OU=Cloud Groups,DC=corp,DC=contoso,DC=com"
  },

  // Which groups: those enabled one by one, all, those whose writebackConfiguration says so, or an OData filter.
  "scope": { "groups": "selected" },            // "selected" | "all" | "entra" | { "filter": "startsWith(displayName,'AD-')" }

  // How they look in AD.
  "mapping": {
    "name": "displayName",                      // "<displayName>_<last 12 of the id>"; "objectId": "Group_<id>"
    "microsoft365Groups": "universalDistributionGroup"
  },

  // A group that left the scope or the cloud: keep it as it is, empty it, or delete it.
  "policy": { "deprovision": "keep" },

  // How much one run may change before somebody has to approve it.
  "limits": {
    "groupRemovals": { "percent": 30, "count": 500, "from": 10 },
    "groupAdditions": { "count": 50000 },
    "removals": { "percent": 30, "from": 100 },
    "deletions": { "percent": 30, "from": 10 }
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
  try {
    await writeFile(file, template, { flag: 'wx' })
    return file
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    throw new WritebackError('usage', exists ? `${file} exists already.` : `${file} cannot be written.`, {
      cause,
      wayOut: 'Name another file with --config.',
    })
  }
}
