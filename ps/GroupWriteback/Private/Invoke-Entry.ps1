function Invoke-Entry {
    # One request to the packaged entry: events go to the streams of the command, the last line is what comes back.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # What ConvertTo-EntryRequest made; it may hold a secret, and is only ever written to standard input.
        [Parameter(Mandatory)]
        [hashtable] $Request,

        [string] $NodePath
    )
    $node = Resolve-Node -Cmdlet $Cmdlet -NodePath $NodePath
    $entry = Resolve-Entry -Cmdlet $Cmdlet
    $folder = $Cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath
    $answer = @{ Groups = New-Object System.Collections.ArrayList; Words = New-Object System.Collections.ArrayList }
    $answer.Last = $null
    $line = $null
    # It loads while the request is put together.
    $process = Open-Process -Path $node -Argument $entry -Folder $folder
    try {
        $errors = $process.StandardError.ReadToEndAsync()
        $Request.keepAlive = $true
        $Request.streamGroups = $true
        $Request.emitChanges = $VerbosePreference -ne 'SilentlyContinue'
        $json = ConvertTo-Json -InputObject $Request -Depth 30 -Compress
        $bytes = (New-Object System.Text.UTF8Encoding $false).GetBytes("$json`n")
        try {
            $process.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length)
            $process.StandardInput.BaseStream.Flush()
        } catch [System.IO.IOException] {
            Write-Verbose 'Node ended before it had read the request.'
        }
        do {
            $line = $process.StandardOutput.ReadLineAsync()
            # Short waits, so that Ctrl-C is heard in between.
            while (-not $line.Wait(100)) { continue }
            if ($line.Result) { Read-EntryLine -Line $line.Result -Answer $answer }
        } until ($null -eq $line.Result)
        $process.WaitForExit()
        if ($null -eq $answer.Last) {
            $said = $errors.Result.Trim()
            $problem = @{
                Code    = 'entryFailed'
                Message = "Node ended with exit code $($process.ExitCode) and without a result. $said"
                Target  = $entry
            }
            $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
        }
    } finally {
        Write-Progress @script:ProgressBar -Completed
        Close-Entry -Process $process -Line $line
    }
    $answer
}
