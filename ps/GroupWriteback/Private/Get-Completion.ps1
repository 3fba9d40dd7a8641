function Get-Completion {
    # Groups by display name where one is known, or the plan that waits for approval; both from the state of the
    # configuration and from this session, without asking the cloud or the directory.
    [CmdletBinding()]
    [OutputType([System.Management.Automation.CompletionResult])]
    param(
        [AllowEmptyString()]
        [string] $Word,

        [System.Collections.IDictionary] $Bound,

        [ValidateSet('Group', 'Approval')]
        [string] $Kind
    )
    $call = @{ ErrorAction = 'Ignore'; WarningAction = 'SilentlyContinue' }
    foreach ($name in 'ConfigPath', 'NodePath') {
        if ($Bound -and $Bound.Contains($name)) { $call[$name] = $Bound[$name] }
    }
    $status = try { Get-GroupWritebackStatus @call } catch { Write-Verbose "No status: $_" }
    $values = @{}
    if ($Kind -eq 'Group') {
        foreach ($id in $script:KnownGroups.Keys) { $values[$id] = $script:KnownGroups[$id] }
    } elseif ($status -and $status.LastRun -and $status.LastRun.Status -eq 'withheld') {
        $values[$status.LastRun.PlanHash] = "$($status.LastRun.Command) of $($status.LastRun.StartedAt)"
    }
    $quotes = "['$([char] 0x2018)-$([char] 0x201B)]"
    $start = $Word.Trim("'", '"')
    foreach ($value in $values.Keys) {
        $name = "$($values[$value])"
        $any = [System.StringComparison]::OrdinalIgnoreCase
        if (-not $value.StartsWith($start, $any) -and -not $name.StartsWith($start, $any)) { continue }
        $text = $value
        if ($Kind -eq 'Group' -and $name) {
            # Typographic quotes end a text as well, and are doubled like the others.
            $text = "'" + ($name -replace $quotes, '$0$0') + "'"
        }
        $shown = if ($name) { $name } else { $value }
        $tip = if ($name) { "$name ($value)" } else { $value }
        New-Object System.Management.Automation.CompletionResult $text, $shown, 'ParameterValue', $tip
    }
}
