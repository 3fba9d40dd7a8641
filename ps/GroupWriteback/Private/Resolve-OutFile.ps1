function Resolve-OutFile {
    # The full path of a file to write, checked before a run: a plan of minutes is not lost to a misspelt folder.
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
            # Permissions, locks and disks that cannot be written to show only when the file is opened.
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
