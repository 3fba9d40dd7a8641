function Invoke-Run {
    # Runs a command that writes. The report goes to the pipeline, its problems to the error and warning streams.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Report', 'GroupWriteback.Group')]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound,

        # The library function to call.
        [Parameter(Mandatory)]
        [string] $Function,

        [hashtable] $Options = @{},

        # The plan that was confirmed.
        [AllowNull()]
        [psobject] $Plan
    )
    $report = Get-Report -Cmdlet $Cmdlet -Bound $Bound -Function $Function -Options $Options
    if ($Plan -and $Plan.PlanHash -ne $report.PlanHash) {
        Write-Warning 'The plan changed after the confirmation. The report lists the changes that were made.'
    }
    $passThru = $Bound.ContainsKey('PassThru') -and $Bound.PassThru
    Write-Report -Cmdlet $Cmdlet -Report $report -PassThru:$passThru
}
