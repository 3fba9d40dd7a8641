function Invoke-Run {
    # One run of a command that writes: its report to the pipeline, its problems to the streams.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Report', 'GroupWriteback.Group')]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound,

        # A function of the library.
        [Parameter(Mandatory)]
        [string] $Function,

        [hashtable] $Options = @{},

        # The plan that somebody was asked about.
        [AllowNull()]
        [psobject] $Plan
    )
    $report = Get-Report -Cmdlet $Cmdlet -Bound $Bound -Function $Function -Options $Options
    if ($Plan -and $Plan.PlanHash -ne $report.PlanHash) {
        Write-Warning 'The plan changed between the question and the run; the report says what was done.'
    }
    $passThru = $Bound.ContainsKey('PassThru') -and $Bound.PassThru
    Write-Report -Cmdlet $Cmdlet -Report $report -PassThru:$passThru
}
