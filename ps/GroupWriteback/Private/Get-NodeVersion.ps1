function Get-NodeVersion {
    # What `node --version` says, or nothing where this is no Node.
    [CmdletBinding()]
    [OutputType([version])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Path
    )
    $process = $null
    try {
        $process = Open-Process -Path $Path -Argument '--version'
        $said = $process.StandardOutput.ReadToEndAsync()
        $ended = $process.WaitForExit(10000)
        if (-not $ended) { $process.Kill() }
        if ($ended -and $said.Result -match '^v(\d+\.\d+\.\d+)') { [version] $Matches[1] }
    } catch [System.ComponentModel.Win32Exception] {
        Write-Verbose "$Path cannot be started: $($_.Exception.Message)"
    } finally {
        if ($process) { $process.Dispose() }
    }
}
