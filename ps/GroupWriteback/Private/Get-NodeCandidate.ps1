function Get-NodeCandidate {
    # Where Node may be: on the PATH, then where its installers and the usual version managers put it.
    [CmdletBinding()]
    [OutputType([string])]
    param()
    Get-Command -Name node -CommandType Application -All -ErrorAction Ignore | ForEach-Object { $_.Path }
    $places = @(
        @($env:ProgramFiles, 'nodejs', 'node.exe'),
        @(${env:ProgramFiles(x86)}, 'nodejs', 'node.exe'),
        @($env:LOCALAPPDATA, 'Programs', 'nodejs', 'node.exe'),
        @($env:NVM_SYMLINK, 'node.exe'),
        @($env:LOCALAPPDATA, 'Volta', 'bin', 'node.exe'),
        @('/usr/local/bin', 'node'),
        @('/usr/bin', 'node'),
        @('/opt/homebrew/bin', 'node')
    )
    foreach ($place in $places) {
        if ($place[0]) { [System.IO.Path]::Combine([string[]] $place) }
    }
}
