function Write-EntryEvent {
    # Writes an event of a run to the verbose, progress or warning stream.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [psobject] $EntryEvent
    )
    switch ($EntryEvent.type) {
        'phase' {
            Write-Verbose "Phase: $($EntryEvent.phase)"
            Write-Progress @script:ProgressBar -Status $EntryEvent.phase
        }
        'progress' {
            $progress = @{ Status = "$($EntryEvent.phase): $($EntryEvent.done)" }
            $total = Get-Member -InputObject $EntryEvent -Name total -MemberType NoteProperty
            if ($total -and $EntryEvent.total -gt 0) {
                $progress.Status = "$($progress.Status) of $($EntryEvent.total)"
                $progress.PercentComplete = [math]::Min(100, [int] (100 * $EntryEvent.done / $EntryEvent.total))
            }
            Write-Progress @script:ProgressBar @progress
        }
        'change' { Write-Verbose "Written: $($EntryEvent.change.type) in group $($EntryEvent.id)" }
        'check' {
            $check = $EntryEvent.check
            Write-Verbose "$($check.status): $($check.name): $($check.message)"
        }
        'warning' { Write-Warning "$($EntryEvent.code): $($EntryEvent.message)" }
    }
}
