function Initialize-GroupWriteback {
    <#
    .SYNOPSIS
        Writes a commented configuration file. An existing file is never overwritten.
    .DESCRIPTION
        The file contains every key with a comment. Fill in the tenant, the sign-in, the domain controllers and the
        container, then run Test-GroupWriteback to find out what is still missing. The file contains no secrets, only
        references to them.
    .PARAMETER ConfigPath
        Path of the file to write. Default: ./group-writeback.jsonc.
    .PARAMETER PassThru
        Returns the new file as an object.
    .PARAMETER NodePath
        Path of the Node.js program. Default: $env:GROUPWRITEBACK_NODE, then the PATH, then the usual installation
        folders.
    .INPUTS
        None.
    .OUTPUTS
        None. With -PassThru System.IO.FileInfo.
    .EXAMPLE
        Initialize-GroupWriteback -ConfigPath ./new.json

        Writes a configuration to fill in.
    .EXAMPLE
        Initialize-GroupWriteback -ConfigPath ./another.json -PassThru | Get-Content

        Writes a configuration and shows its content.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(
        SupportsShouldProcess, ConfirmImpact = 'Low',
        HelpUri = 'https://www.npmjs.com/package/group-writeback'
    )]
    [OutputType([System.IO.FileInfo])]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $ConfigPath = 'group-writeback.jsonc',

        [switch] $PassThru,

        [ValidateNotNullOrEmpty()]
        [string] $NodePath
    )
    Copy-CallerPreference -Cmdlet $PSCmdlet
    $path = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ConfigPath)
    if (-not $PSCmdlet.ShouldProcess($path, 'Write a commented configuration')) { return }
    $request = @{ command = 'initConfig'; config = $path }
    $answer = Invoke-Request -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Request $request
    if ($PassThru) { Get-Item -LiteralPath $answer.Last.value }
}
