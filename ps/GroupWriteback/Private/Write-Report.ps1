function Write-Report {
    # A report to the pipeline, then its problems to the streams: what was done is known even where an error ends it.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Report', 'GroupWriteback.Plan', 'GroupWriteback.Group')]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [psobject] $Report,

        # The groups, instead of the report.
        [switch] $PassThru
    )
    if ($PassThru) { $Report.Groups }
    elseif ($Report.Status -ne 'failed' -or $Report.Groups.Count -gt 0) { $Report }
    Write-ReportProblem -Cmdlet $Cmdlet -Report $Report
}
