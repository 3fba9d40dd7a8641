function Invoke-Entry {
    # Sends one request to the packaged entry. Events go to the streams of the command; the result is returned.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The request of ConvertTo-EntryRequest. It can contain a password and is written to standard input only.
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
    # Started first, so that Node.js loads while the request is serialized.
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
            Write-Verbose 'Node.js exited before it read the request.'
        }
        do {
            $line = $process.StandardOutput.ReadLineAsync()
            # Short waits, so that PowerShell can process Ctrl-C.
            while (-not $line.Wait(100)) { continue }
            if ($line.Result) { Read-EntryLine -Line $line.Result -Answer $answer }
        } until ($null -eq $line.Result)
        $process.WaitForExit()
        if ($null -eq $answer.Last) {
            $errorText = $errors.Result.Trim()
            $problem = @{
                Code    = 'entryFailed'
                Message = "Node.js exited with code $($process.ExitCode) and without a result. $errorText"
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
