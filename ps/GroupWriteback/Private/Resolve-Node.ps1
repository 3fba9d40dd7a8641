function Resolve-Node {
    # The path of a Node that is new enough: the one that was named, or the first that is found.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [string] $NodePath
    )
    $oldest = [version] '20.19.0'
    $named = if ($NodePath) { $NodePath } else { $env:GROUPWRITEBACK_NODE }
    # A name without a folder is one for the PATH, never for a file that happens to lie here.
    if ($named -and $named -notmatch '[\\/]') {
        $paths = @(Get-Command -Name $named -CommandType Application -ErrorAction Ignore | ForEach-Object { $_.Path })
    } elseif ($named) {
        $paths = @($Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($named))
    } else {
        $paths = Get-NodeCandidate
    }
    $tooOld = $null
    foreach ($path in $paths) {
        if (-not [System.IO.File]::Exists($path)) { continue }
        if (-not $script:NodeVersions.ContainsKey($path)) { $script:NodeVersions[$path] = Get-NodeVersion $path }
        $version = $script:NodeVersions[$path]
        if ($version -and $version -ge $oldest) { return $path }
        if ($version) { $tooOld = "$path is version $version." }
    }
    $problem = @{
        Code    = 'nodeNotFound'
        Message = 'Node.js was not found.'
        Hint  = "Install Node.js $oldest or later, or name it with -NodePath or `$env:GROUPWRITEBACK_NODE."
    }
    if ($named) { $problem.Message = "$named is no Node.js that can be started." }
    if ($tooOld) {
        $problem.Code = 'nodeTooOld'
        $problem.Message = "Node.js is too old: $tooOld"
    }
    if (Test-AutomationJob) {
        $problem.Hint = 'The cloud sandbox of Azure Automation has no Node.js and no line to a domain controller: ' +
        "run this on a Hybrid Runbook Worker in your network, with Node.js $oldest or later installed."
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem -Target $named))
}
