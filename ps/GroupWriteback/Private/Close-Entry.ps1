function Close-Entry {
    # Ends the process in every case. The end of its standard input tells it to stop after the changes in hand; what it
    # still says is read, since a full pipe would hold it up.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Diagnostics.Process] $Process,

        # The line that is being read.
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
        Write-Verbose "While Node was ended: $_"
    } finally {
        if (-not $Process.HasExited) { $Process.Kill() }
        $Process.Dispose()
    }
}
