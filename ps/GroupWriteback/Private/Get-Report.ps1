function Get-Report {
    # Runs a function of the library that gives back a report.
    [CmdletBinding()]
    [OutputType('GroupWriteback.Report', 'GroupWriteback.Plan')]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound,

        [Parameter(Mandatory)]
        [string] $Function,

        [hashtable] $Options = @{},

        [switch] $DryRun
    )
    $ErrorActionPreference = 'Stop' # half a request, or half an answer, is none
    $all = $Options.Clone()
    if ($DryRun) { $all.dryRun = $true }
    $call = @{ Cmdlet = $Cmdlet; Bound = $Bound }
    $request = ConvertTo-EntryRequest @call -Function $Function -Options $all
    $report = ConvertTo-Report -Answer (Invoke-Request @call -Request $request)
    Write-Information -MessageData $report.Summary -Tags GroupWriteback
    $report
}
