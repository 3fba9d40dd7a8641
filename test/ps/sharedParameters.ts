/**
 * The parameters that several commands have. Each command repeats them, because PowerShell cannot share a parameter
 * block and its help in a way that works with Get-Help; parameters.test.ts compares the copies with this table.
 */
export interface SharedParameter {
  commands: readonly string[]
  /** Attributes and type, in order. */
  declaration: readonly string[]
  /** Help text, without the sentence about the default if that differs between commands. */
  help: string
  hasOwnDefault?: true
}

const withGroups = [
  'Sync-GroupWriteback',
  'Enable-GroupWriteback',
  'Disable-GroupWriteback',
  'Get-GroupWritebackPlan',
]
const writing = [
  'Sync-GroupWriteback',
  'Enable-GroupWriteback',
  'Disable-GroupWriteback',
  'Invoke-GroupWritebackPlan',
]
const configured = [
  ...withGroups,
  'Invoke-GroupWritebackPlan',
  'Get-GroupWritebackStatus',
  'Test-GroupWriteback',
]

const ofFile = "[Parameter(ParameterSetName = 'File')]"
const ofParts = "[Parameter(ParameterSetName = 'Parts')]"
const ofPartsRequired = "[Parameter(Mandatory, ParameterSetName = 'Parts')]"
const notEmpty = '[ValidateNotNullOrEmpty()]'

/** In the order in which the commands have them. */
export const sharedParameters: Readonly<Record<string, SharedParameter>> = {
  Group: {
    commands: withGroups,
    declaration: [
      '[Parameter(Position = 0, ValueFromPipeline)]',
      '[AllowNull()]',
      '[AllowEmptyCollection()]',
      "[Alias('Id', 'ObjectId', 'Mail', 'Identity')]",
      '[object[]]',
    ],
    help: `Groups as object ids, mail addresses or display names, or objects that have one of them as a property:
      ObjectId, GroupId, Id, Group, Mail, PrimarySmtpAddress, DisplayName or Name, the first that is not empty. This
      covers Get-MgGroup, Get-EntraGroup and the rows of a CSV file. Objects of Get-UnifiedGroup are identified by
      ExternalDirectoryObjectId, never by Guid or Identity. Objects of Get-ADGroup are identified by their anchor, never
      by ObjectGUID or name: add -Properties adminDescription, 'msDS-ExternalDirectoryObjectId'. An item that names no
      group is an error, and the command continues with the others.`,
    hasOwnDefault: true,
  },
  Approve: {
    commands: writing,
    declaration: [notEmpty, '[string]'],
    help: `Hash of withheld changes, from the error or warning of a guard. Exactly these changes are written, by this run
      and by any run of the next 24 hours, whatever else changes. Other changes that exceed a limit stay withheld.`,
  },
  BreakLease: {
    commands: writing,
    declaration: ['[switch]'],
    help: 'Takes over the lease of a run that has crashed.',
  },
  Force: {
    commands: ['Disable-GroupWriteback', 'Invoke-GroupWritebackPlan'],
    declaration: ['[switch]'],
    help: 'Skips the confirmation, for unattended use. -Confirm:$false does the same.',
  },
  PassThru: {
    commands: writing,
    declaration: ['[switch]'],
    help: 'Writes the groups to the pipeline, one object each, instead of the report.',
  },
  ConfigPath: {
    commands: configured,
    declaration: [ofFile, notEmpty, '[string]'],
    help: 'Path of the configuration file. Initialize-GroupWriteback creates one. Default: ./group-writeback.jsonc, then ./group-writeback.json.',
  },
  TenantId: {
    commands: configured,
    declaration: [ofPartsRequired, '[string]'],
    help: `Directory (tenant) id of Entra, or one of its domains. With -Server, -Container and -Credential it replaces the
      configuration file.`,
  },
  ClientId: {
    commands: configured,
    declaration: [ofParts, notEmpty, '[string]'],
    help: `Application (client) id of the app registration, with -CertificatePath; otherwise of a user-assigned managed
      identity.`,
  },
  CertificatePath: {
    commands: configured,
    declaration: [ofParts, notEmpty, '[string]'],
    help: `Path of a PEM file with the certificate of the app registration and its private key. Default: sign-in with the
      managed identity of this machine.`,
  },
  Server: {
    commands: configured,
    declaration: [ofPartsRequired, '[string[]]'],
    help: `Domain controllers, tried in order: host names, LDAP URLs, or dns:corp.contoso.com to look them up in DNS.`,
  },
  Container: {
    commands: configured,
    declaration: [ofPartsRequired, '[string]'],
    help: 'Distinguished name of the OU that groups are written to.',
  },
  StatePath: {
    commands: configured,
    declaration: [ofParts, notEmpty, '[string]'],
    help: 'Folder for the state that is kept between runs. Default: ./.group-writeback.',
  },
  Setting: {
    commands: configured,
    declaration: [ofParts, '[System.Collections.IDictionary]'],
    help: "Any other part of the configuration as a hashtable, such as @{ scope = @{ groups = 'all' } }.",
  },
  Credential: {
    commands: configured,
    declaration: [ofFile, ofPartsRequired, '[System.Management.Automation.Credential()]', '[pscredential]'],
    help: `Account that writes to the directory: name@domain, DOMAIN\\name or a distinguished name. Its password is passed
      to Node.js over standard input only. With -ConfigPath, it replaces the account in the file.`,
  },
  NodePath: {
    commands: [...configured, 'Initialize-GroupWriteback'],
    declaration: [notEmpty, '[string]'],
    help: `Path of the Node.js program. Default: $env:GROUPWRITEBACK_NODE, then the PATH, then the usual installation
      folders.`,
  },
}

/** The other parameters of each command. Those with the same name have different meanings. */
export const ownParameters: Readonly<Record<string, readonly string[]>> = {
  'Disable-GroupWriteback': ['Objects'],
  'Enable-GroupWriteback': ['As', 'GroupContainer'],
  'Get-GroupWritebackPlan': ['Whole', 'OutFile', 'PassThru'],
  'Get-GroupWritebackStatus': [],
  'Initialize-GroupWriteback': ['ConfigPath', 'PassThru'],
  'Invoke-GroupWritebackPlan': ['InputObject', 'Path'],
  'Sync-GroupWriteback': ['Full'],
  'Test-GroupWriteback': ['Quiet'],
}
