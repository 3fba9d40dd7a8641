function Write-ReportProblem {
    # Writes the problems of a report to the error and warning streams, after the report went to the pipeline.
    #
    # | problem                                          | in a run                | in a dry run or plan    |
    # |--------------------------------------------------|-------------------------|-------------------------|
    # | stale approval, writeback disabled, state lost   | warning                 | warning                 |
    # | removals that wait for evidence                  | warning                 | warning                 |
    # | a named group that is not written                | warning                 | warning                 |
    # | a guard that withholds changes                   | non-terminating error   | warning                 |
    # | a group that failed, or was not found            | non-terminating error   | non-terminating error   |
    # | any other                                        | terminating error       | terminating error       |
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [psobject] $Report
    )
    foreach ($group in $Report.Groups) {
        if ($group.Error) { $Cmdlet.WriteError((ConvertTo-ProblemRecord $group.Error -Target $group -Report $Report)) }
    }
    Write-GuardProblem -Cmdlet $Cmdlet -Report $Report
    foreach ($group in $Report.Groups) {
        foreach ($one in $group.Waiting) {
            Write-Warning "$($group.DisplayName) ($($group.Id)) waits for evidence about its members: $($one.Reason)."
        }
    }
    $fatal = New-Object System.Collections.ArrayList
    foreach ($problem in $Report.Problems) {
        switch -Regex ($problem.Code) {
            '^(approvalStale|writebackDisabled|privilegedMembers|aliasShared|stateDiscarded|groupSkipped)$' {
                $parts = $problem.Message, $problem.Hint, (Get-ActionText $problem.Action)
                Write-Warning (@($parts | Where-Object { $_ }) -join ' ')
            }
            '^group(NotFound|Ambiguous|NotSupported)$' {
                $Cmdlet.WriteError((ConvertTo-ProblemRecord $problem -Target $Report -Report $Report))
            }
            default { $null = $fatal.Add($problem) }
        }
    }
    if ($fatal.Count -eq 0) { return }
    $record = ConvertTo-ProblemRecord $fatal -Target $Report -Report $Report
    $Cmdlet.ThrowTerminatingError($record)
}
