function Get-GroupWritebackStatus {
    <#
    .SYNOPSIS
        What is remembered about a container: enabled groups, failing groups, the last run, the run that goes on.
    .DESCRIPTION
        Reads the state on this machine. Neither Entra nor the directory is asked, and nothing is changed.
    .PARAMETER ConfigPath
        The configuration file; ./group-writeback.json unless said otherwise. Initialize-GroupWriteback writes one to
        start from.
    .PARAMETER TenantId
        Instead of a configuration file: the directory (tenant) id of Entra, or one of its domains.
    .PARAMETER ClientId
        The application (client) id: of the app registration with -CertificatePath, otherwise of a user-assigned
        managed identity.
    .PARAMETER CertificatePath
        A PEM file with the certificate of the app registration and its private key. Without it, the managed identity
        of this machine signs in.
    .PARAMETER Server
        Domain controllers, tried in order: names, LDAP URLs, or dns:corp.contoso.com, which finds them.
    .PARAMETER Container
        The distinguished name of the OU the groups are written to.
    .PARAMETER StatePath
        A folder for what is remembered between runs; ./.group-writeback unless said otherwise.
    .PARAMETER Setting
        Any other part of the configuration as a hashtable, such as @{ scope = @{ groups = 'all' } }.
    .PARAMETER Credential
        The account that writes to the directory: name@domain, DOMAIN\name or a distinguished name. Its password
        reaches Node over standard input and nothing else. With -ConfigPath it takes the place of the account in the
        file.
    .PARAMETER NodePath
        The Node.js program to use. Otherwise $env:GROUPWRITEBACK_NODE, the PATH and the usual places are searched.
    .INPUTS
        None.
    .OUTPUTS
        GroupWriteback.Status
    .EXAMPLE
        Get-GroupWritebackStatus

        How writeback stands.
    .EXAMPLE
        (Get-GroupWritebackStatus).Troubles | Select-Object -ExpandProperty Problem

        What is wrong with the groups that fail.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(DefaultParameterSetName = 'File')]
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
