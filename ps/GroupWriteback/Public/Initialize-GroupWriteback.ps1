function Initialize-GroupWriteback {
    <#
    .SYNOPSIS
        Writes a commented configuration to start from; never over an existing file.
    .DESCRIPTION
        Every key there is stands in the file, with what it does. Fill in the tenant, the sign-in, the domain
        controllers and the container; then Test-GroupWriteback says what is still missing. The file holds no secrets,
        only where they are.
    .PARAMETER ConfigPath
        The file to write; ./group-writeback.json unless said otherwise.
    .PARAMETER PassThru
        The new file, as an object.
    .PARAMETER NodePath
        The Node.js program to use. Otherwise $env:GROUPWRITEBACK_NODE, the PATH and the usual places are searched.
    .INPUTS
        None.
    .OUTPUTS
        None. With -PassThru System.IO.FileInfo.
    .EXAMPLE
        Initialize-GroupWriteback -ConfigPath ./new.json

        Writes a configuration to start from.
    .EXAMPLE
        Initialize-GroupWriteback -ConfigPath ./another.json -PassThru | Get-Content

        Writes it and shows what stands in it.
    .LINK
        about_GroupWriteback
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Low')]
    [OutputType([System.IO.FileInfo])]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $ConfigPath = 'group-writeback.json',

        [switch] $PassThru,

        [ValidateNotNullOrEmpty()]
        [string] $NodePath
    )
    Copy-CallerPreference -Cmdlet $PSCmdlet
    $path = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ConfigPath)
    if (-not $PSCmdlet.ShouldProcess($path, 'Write a configuration to start from')) { return }
    $request = @{ command = 'initConfig'; config = $path }
    $answer = Invoke-Request -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Request $request
    if ($PassThru) { Get-Item -LiteralPath $answer.Last.value }
}
