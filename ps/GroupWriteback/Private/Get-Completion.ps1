function Get-Completion {
    # Completes groups, by display name if one is known, or the hash of the plan that waits for approval. Both come from
    # the local state and from this session, without network requests.
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
            # Typographic quotes also end a string in PowerShell, so they are doubled as well.
            $text = "'" + ($name -replace $quotes, '$0$0') + "'"
        }
        $shown = if ($name) { $name } else { $value }
        $tip = if ($name) { "$name ($value)" } else { $value }
        New-Object System.Management.Automation.CompletionResult $text, $shown, 'ParameterValue', $tip
    }
}
