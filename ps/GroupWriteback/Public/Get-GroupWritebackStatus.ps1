function Get-GroupWritebackStatus {
    <#
    .SYNOPSIS
        Shows local state: members who still have access, enabled and failing groups, the last run and the current one.
    .DESCRIPTION
        Reads the state folder on this machine. The command makes no network requests and changes nothing.
    .PARAMETER ConfigPath
        Path of the configuration file. Initialize-GroupWriteback creates one. Default: ./group-writeback.jsonc, then ./group-writeback.json.
    .PARAMETER TenantId
        Directory (tenant) id of Entra, or one of its domains. With -Server, -Container and -Credential it replaces the
        configuration file.
    .PARAMETER ClientId
        Application (client) id of the app registration, with -CertificatePath; otherwise of a user-assigned managed
        identity.
    .PARAMETER CertificatePath
        Path of a PEM file with the certificate of the app registration and its private key. Default: sign-in with the
        managed identity of this machine.
    .PARAMETER Server
        Domain controllers, tried in order: host names, LDAP URLs, or dns:corp.contoso.com to look them up in DNS.
    .PARAMETER Container
        Distinguished name of the OU that groups are written to.
    .PARAMETER StatePath
        Folder for the state that is kept between runs. Default: ./.group-writeback.
    .PARAMETER Setting
        Any other part of the configuration as a hashtable, such as @{ scope = @{ groups = 'all' } }.
    .PARAMETER Credential
        Account that writes to the directory: name@domain, DOMAIN\name or a distinguished name. Its password is passed
        to Node.js over standard input only. With -ConfigPath, it replaces the account in the file.
    .PARAMETER NodePath
        Path of the Node.js program. Default: $env:GROUPWRITEBACK_NODE, then the PATH, then the usual installation
        folders.
    .INPUTS
        None.
    .OUTPUTS
        GroupWriteback.Status
    .EXAMPLE
        Get-GroupWritebackStatus

        Shows the state of the container in ./group-writeback.json.
    .EXAMPLE
        (Get-GroupWritebackStatus).Troubles | Select-Object -ExpandProperty Problem

        Shows the errors of the failing groups.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(
        DefaultParameterSetName = 'File',
        HelpUri = 'https://www.npmjs.com/package/group-writeback'
    )]
    [OutputType('GroupWriteback.Status')]
    param(
        [Parameter(ParameterSetName = 'File')]
        [ValidateNotNullOrEmpty()]
        [string] $ConfigPath,

        [Parameter(Mandatory, ParameterSetName = 'Parts')]
        [string] $TenantId,

        [Parameter(ParameterSetName = 'Parts')]
        [ValidateNotNullOrEmpty()]
        [string] $ClientId,

        [Parameter(ParameterSetName = 'Parts')]
        [ValidateNotNullOrEmpty()]
        [string] $CertificatePath,

        [Parameter(Mandatory, ParameterSetName = 'Parts')]
        [string[]] $Server,

        [Parameter(Mandatory, ParameterSetName = 'Parts')]
        [string] $Container,

        [Parameter(ParameterSetName = 'Parts')]
        [ValidateNotNullOrEmpty()]
        [string] $StatePath,

        [Parameter(ParameterSetName = 'Parts')]
        [System.Collections.IDictionary] $Setting,

        [Parameter(ParameterSetName = 'File')]
        [Parameter(Mandatory, ParameterSetName = 'Parts')]
        [System.Management.Automation.Credential()]
        [pscredential] $Credential,

        [ValidateNotNullOrEmpty()]
        [string] $NodePath
    )
    Copy-CallerPreference -Cmdlet $PSCmdlet
    $request = ConvertTo-EntryRequest -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Function getStatus
    $answer = Invoke-Request -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Request $request
    ConvertTo-Status -Value $answer.Last.value
}
