function Write-ReportProblem {
    # Tells what a run came up against, after its report went to the pipeline.
    #
    # | what                                             | in a run                | in a dry run or plan    |
    # |--------------------------------------------------|-------------------------|-------------------------|
    # | an approval or a switch that stands in the way   | warning                 | warning                 |
    # | removals that wait for proof                     | warning                 | warning                 |
    # | a named group that is not written                | warning                 | warning                 |
    # | a guard that holds something back                | error, the run goes on  | warning                 |
    # | a group that failed, or that nobody knows        | error, the run goes on  | error, the run goes on  |
    # | anything else: nothing can go on                 | terminating error       | terminating error       |
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
            Write-Warning "$($group.DisplayName) ($($group.Id)) waits for proof of its members: $($one.Reason)."
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
