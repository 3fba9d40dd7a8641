/**
 * Stand-ins for PowerShell commands of other modules that the pages use, with the parameters of the real ones, so that an
 * unknown parameter is an error.
 */
import { taskCommands } from '../ps/taskCommands.js'

/** New-SelfSignedCertificate, which only Windows has. It creates a real certificate. */
const certificates = `
  function New-SelfSignedCertificate { [CmdletBinding()] param([string] $Subject, [string] $CertStoreLocation,
    [ValidateSet('RSA')] [string] $KeyAlgorithm, [int] $KeyLength,
    [ValidateSet('Exportable', 'ExportableEncrypted', 'NonExportable')] [string] $KeyExportPolicy, [datetime] $NotAfter)
    $padding = [Security.Cryptography.RSASignaturePadding]::Pkcs1
    $key = [Security.Cryptography.RSA]::Create($KeyLength)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new($Subject, $key, 'SHA256', $padding)
    $request.CreateSelfSigned([DateTimeOffset]::Now, $NotAfter) }`

/** Microsoft.Graph.Applications. Each command returns what the next one needs; granted permissions are printed. */
const graph = `
  function Connect-MgGraph { [CmdletBinding()] param([string[]] $Scopes, [switch] $NoWelcome) }
  function Get-MgServicePrincipal { [CmdletBinding()] param([string] $Filter)
    $roles = 'GroupMember.Read.All', 'User.Read.All', 'Group.Read.All' | ForEach-Object {
      [pscustomobject]@{ Id = [guid]::NewGuid(); Value = $_; AllowedMemberTypes = @('Application') } }
    [pscustomobject]@{ Id = 'principal of Graph'; AppId = '00000003-0000-0000-c000-000000000000'; AppRoles = $roles } }
  function New-MgApplication { [CmdletBinding()] param([string] $DisplayName, [ValidateSet('AzureADMyOrg')] $SignInAudience,
    [hashtable[]] $KeyCredentials, [hashtable[]] $RequiredResourceAccess)
    $null = [Security.Cryptography.X509Certificates.X509Certificate2]::new([byte[]] $KeyCredentials[0].Key)
    if ($RequiredResourceAccess[0].ResourceAccess.Count -ne 2) { throw 'Two permissions are needed.' }
    [pscustomobject]@{ AppId = 'id of the application' } }
  function New-MgServicePrincipal { [CmdletBinding()] param([string] $AppId)
    [pscustomobject]@{ Id = "principal of $AppId" } }
  function New-MgServicePrincipalAppRoleAssignment { [CmdletBinding()] param([string] $ServicePrincipalId,
    [string] $PrincipalId, [string] $ResourceId, [guid] $AppRoleId)
    if ($ServicePrincipalId -ne $PrincipalId) { throw 'The assignment belongs to another principal.' }
    Write-Host "granted on the $ResourceId to the $PrincipalId" }`

/** ActiveDirectory and ADSync. */
const directory = `
  function New-ADOrganizationalUnit { [CmdletBinding()] param([string] $Name, [string] $Path,
    [bool] $ProtectedFromAccidentalDeletion) }
  function New-ADUser { [CmdletBinding()] param([string] $Name, [string] $SamAccountName, [string] $UserPrincipalName,
    [string] $Path, [securestring] $AccountPassword, [bool] $Enabled, [bool] $PasswordNeverExpires,
    [bool] $CannotChangePassword) }
  function Get-ADGroup { [CmdletBinding()] param([string] $SearchBase, [string] $LDAPFilter)
    [pscustomobject]@{ Name = 'Finance' } }
  function Set-ADGroup { [CmdletBinding()] param([string] $Identity, [Parameter(ValueFromPipeline)] $InputObject,
    [string[]] $Clear, [hashtable] $Replace) process { } }
  function Get-ADSyncAADCompanyFeature { [CmdletBinding()] param() }
  function Get-ADSyncScheduler { [CmdletBinding()] param() }
  function Set-ADSyncScheduler { [CmdletBinding()] param([bool] $SyncCycleEnabled) }`

/** Prompts for a password: \`account\` and \`passwordFile\` are those of the directory. */
const people = (account: string, passwordFile: string) => `
  function Read-Host { [CmdletBinding()] param([Parameter(Position = 0)] [string] $Prompt, [switch] $AsSecureString)
    ConvertTo-SecureString -AsPlainText -Force ((Get-Content -Raw -LiteralPath ${passwordFile}).Trim()) }
  function Get-Secret { [CmdletBinding()] param([string] $Name)
    New-Object pscredential ${account}, (Read-Host -AsSecureString) }`

export const standIns = (account: string, passwordFile: string): string =>
  [taskCommands, certificates, graph, directory, people(account, passwordFile)].join('\n')
