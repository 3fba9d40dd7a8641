function Get-NodeVersion {
    # Returns the version of a Node.js program, or nothing if the file is not Node.js.
    [CmdletBinding()]
    [OutputType([version])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Path
    )
    $process = $null
    try {
        $process = Open-Process -Path $Path -Argument '--version'
        $output = $process.StandardOutput.ReadToEndAsync()
        $ended = $process.WaitForExit(10000)
        if (-not $ended) { $process.Kill() }
        if ($ended -and $output.Result -match '^v(\d+\.\d+\.\d+)') { [version] $Matches[1] }
    } catch [System.ComponentModel.Win32Exception] {
        Write-Verbose "$Path cannot be started: $($_.Exception.Message)"
    } finally {
        if ($process) { $process.Dispose() }
    }
}
