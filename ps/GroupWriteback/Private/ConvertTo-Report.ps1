function ConvertTo-Report {
    # Converts the result of a run to a report. The report of a dry run is a plan.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Report', 'GroupWriteback.Plan')]
    param(
        # The result of Invoke-Entry.
        [Parameter(Mandatory)]
        [hashtable] $Answer
    )
    $value = $Answer.Last.value
    $words = $Answer.Last.words
    $groups = for ($index = 0; $index -lt $Answer.Groups.Count; $index++) {
        ConvertTo-Group -Group $Answer.Groups[$index] -Words $Answer.Words[$index] -Report $value
    }
    $guardChecks = @{ TypeName = 'GroupWriteback.GuardCheck'; Optional = 'Group', 'Path' }
    $checks = if ($value.PSObject.Properties['checks']) { $value.checks }
    $report = [pscustomobject]@{
        PSTypeName    = 'GroupWriteback.Report'
        Summary       = $words.summary
        Endings       = if ($words.PSObject.Properties['endings']) { $words.endings } else { '' }
        Command       = $value.command
        DryRun        = $value.dryRun
        Target        = $value.target
        Status        = $value.status
        ExitCode      = [int] $value.exitCode
        PlanHash      = $value.planHash
        Totals        = ConvertTo-TypedObject -InputObject $value.totals -TypeName GroupWriteback.Totals
        Groups        = @($groups)
        SkippedGroups = @($value.skippedGroups | ConvertTo-TypedObject -TypeName GroupWriteback.SkippedGroup)
        Guard         = [pscustomobject]@{
            PSTypeName = 'GroupWriteback.Guard'
            Checks     = @($value.guard.checks | ConvertTo-TypedObject @guardChecks)
            Tripped    = @($value.guard.tripped | ConvertTo-TypedObject @guardChecks)
            Words      = @($words.guard)
        }
        Problems      = @(
            $value.problems | ConvertTo-TypedObject -TypeName GroupWriteback.Problem -Optional Hint, Action, Details
        )
        Checks        = @($checks | ConvertTo-TypedObject -TypeName GroupWriteback.Check)
        StartedAt     = ConvertTo-Date $value.startedAt
        Duration      = [timespan]::FromMilliseconds($value.durationMs)
        Cost          = ConvertTo-TypedObject -InputObject $value.cost -TypeName GroupWriteback.Cost
        RunId         = $value.runId
    }
    if ($value.dryRun -and $value.command -ne 'check') { $report.PSObject.TypeNames.Insert(0, 'GroupWriteback.Plan') }
    $report
}
