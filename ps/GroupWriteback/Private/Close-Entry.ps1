function Close-Entry {
    # Ends the process. The end of its standard input makes it stop after the changes in flight. Its remaining output is
    # read, because a full pipe would block it. After the grace period the process is killed.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Diagnostics.Process] $Process,

        # The pending read of a line.
        [System.Threading.Tasks.Task] $Line,

        [int] $GraceSeconds = 15
    )
    $until = [datetime]::UtcNow.AddSeconds($GraceSeconds)
    try {
        $Process.StandardInput.Close()
        while (-not $Process.WaitForExit(20) -and [datetime]::UtcNow -lt $until) {
            while ($Line -and $Line.Wait(100)) {
                $Line = if ($null -ne $Line.Result) { $Process.StandardOutput.ReadLineAsync() }
            }
        }
    } catch {
        Write-Verbose "Error while stopping Node.js: $_"
    } finally {
        if (-not $Process.HasExited) { $Process.Kill() }
        $Process.Dispose()
    }
}
