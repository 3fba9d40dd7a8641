function ConvertTo-ProblemRecord {
    # Builds one error record from one problem, or from several that ended a run.
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object[]] $Problem,

        [object] $Target,

        [Parameter(Mandatory)]
        [psobject] $Report
    )
    $record = @{
        Code     = $Problem[0].Code
        Message  = @($Problem | ForEach-Object { $_.Message }) -join ' '
        Hint     = @($Problem | ForEach-Object { "$($_.Hint) $(Get-ActionText $_.Action)".Trim() } | Where-Object { $_ }) -join ' '
        Target   = $Target
        ExitCode = $Report.ExitCode
    }
    ConvertTo-ErrorRecord @record
}
