function Write-GuardProblem {
    # Says which guard holds what back, and how it is let go.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [psobject] $Report
    )
    $held = @($Report.Groups | Where-Object { $_.Withheld.Count -gt 0 })
    if ($held.Count -eq 0) { return }
    for ($index = 0; $index -lt $Report.Guard.Tripped.Count; $index++) {
        $check = $Report.Guard.Tripped[$index]
        $message = $Report.Guard.Words[$index]
        $hint = "To approve what is withheld: -Approve $($Report.PlanHash)"
        if ($Report.DryRun) {
            Write-Warning "$message $hint"
            continue
        }
        $target = $Report
        foreach ($group in $held) {
            if ($group.Id -eq $check.Group) { $target = $group }
        }
        $problem = @{ Code = 'guardTripped'; Message = $message; Hint = $hint; Target = $target; ExitCode = 3 }
        $Cmdlet.WriteError((ConvertTo-ErrorRecord @problem))
    }
}
