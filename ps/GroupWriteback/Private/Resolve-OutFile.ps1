function Resolve-OutFile {
    # Returns the full path of -OutFile, after a check that it can be written. The check comes before the run, because a
    # plan can take minutes.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Path
    )
    try {
        $file = $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
        $folder = [System.IO.Path]::GetDirectoryName($file)
        if ([System.IO.Directory]::Exists($file)) {
            $message = "-OutFile is a folder: $file."
        } elseif (-not [System.IO.Directory]::Exists($folder)) {
            $message = "The folder of -OutFile does not exist: $folder."
        } else {
            # Missing permissions, locks and read-only disks can be found only by opening the file.
            $isNew = -not [System.IO.File]::Exists($file)
            [System.IO.File]::OpenWrite($file).Dispose()
            if ($isNew) { [System.IO.File]::Delete($file) }
            return $file
        }
    } catch {
        $message = "-OutFile cannot be written: $($_.Exception.GetBaseException().Message)"
    }
    $problem = @{
        Code     = 'usage'
        Message  = $message
        Hint     = 'Pass the path of a file in an existing folder that you can write to.'
        Target   = $Path
        ExitCode = 5
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
}
