function Get-NodeCandidate {
    # Returns the paths where Node.js may be: on the PATH, then in the folders of installers and version managers.
    [CmdletBinding()]
    [OutputType([string])]
    param()
    Get-Command -Name node -CommandType Application -All -ErrorAction Ignore | ForEach-Object { $_.Path }
    $folders = @(
        @($env:ProgramFiles, 'nodejs', 'node.exe'),
        @(${env:ProgramFiles(x86)}, 'nodejs', 'node.exe'),
        @($env:LOCALAPPDATA, 'Programs', 'nodejs', 'node.exe'),
        @($env:NVM_SYMLINK, 'node.exe'),
        @($env:LOCALAPPDATA, 'Volta', 'bin', 'node.exe'),
        @('/usr/local/bin', 'node'),
        @('/usr/bin', 'node'),
        @('/opt/homebrew/bin', 'node')
    )
    foreach ($parts in $folders) {
        if ($parts[0]) { [System.IO.Path]::Combine([string[]] $parts) }
    }
}
