function Resolve-Node {
    # Returns the path of a supported Node.js: the given one, or the first that is found.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [string] $NodePath
    )
    $oldest = [version] '20.19.0'
    $named = if ($NodePath) { $NodePath } else { $env:GROUPWRITEBACK_NODE }
    # A name without a folder is looked up on the PATH, never in the current folder.
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
        Hint    = "Install Node.js $oldest or later, or pass its path with -NodePath or `$env:GROUPWRITEBACK_NODE."
    }
    if ($named) { $problem.Message = "$named is missing, or is not a Node.js program that can be started." }
    if ($tooOld) {
        $problem.Code = 'nodeTooOld'
        $problem.Message = "Node.js is too old: $tooOld"
    }
    if (Test-AutomationJob) {
        $problem.Hint = 'Run the job on a Hybrid Runbook Worker in your network with Node.js ' +
        "$oldest or later. The cloud sandbox of Azure Automation has no Node.js and cannot reach a domain controller."
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem -Target $named))
}
