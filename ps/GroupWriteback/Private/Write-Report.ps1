function Write-Report {
    # Writes a report to the pipeline, then its problems to the streams, so that a terminating error does not lose the
    # report.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Report', 'GroupWriteback.Plan', 'GroupWriteback.Group')]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [psobject] $Report,

        # Writes the groups instead of the report.
        [switch] $PassThru
    )
    if ($PassThru) { $Report.Groups }
    elseif ($Report.Status -ne 'failed' -or $Report.Groups.Count -gt 0) { $Report }
    Write-ReportProblem -Cmdlet $Cmdlet -Report $Report
}
