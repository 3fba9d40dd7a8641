function Write-GuardProblem {
    # Reports each guard that withholds changes, with the parameter that approves them.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [psobject] $Report
    )
    $withheld = @($Report.Groups | Where-Object { $_.Withheld.Count -gt 0 })
    if ($withheld.Count -eq 0) { return }
    for ($index = 0; $index -lt $Report.Guard.Tripped.Count; $index++) {
        $check = $Report.Guard.Tripped[$index]
        $message = $Report.Guard.Words[$index]
        $hint = "To approve what is withheld: -Approve $($Report.PlanHash)"
        if ($Report.DryRun) {
            Write-Warning "$message $hint"
            continue
        }
        $target = $Report
        foreach ($group in $withheld) {
            if ($group.Id -eq $check.Group) { $target = $group }
        }
        $problem = @{ Code = 'guardTripped'; Message = $message; Hint = $hint; Target = $target; ExitCode = 3 }
        $Cmdlet.WriteError((ConvertTo-ErrorRecord @problem))
    }
}
