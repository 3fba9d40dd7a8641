function Get-Report {
    # Calls a library function and returns its report.
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

        [switch] $DryRun,

        # Saves the report to this file, unless the run failed.
        [AllowEmptyString()]
        [string] $OutFile
    )
    $ErrorActionPreference = 'Stop' # an incomplete report must not be returned
    $all = $Options.Clone()
    if ($DryRun) { $all.dryRun = $true }
    $call = @{ Cmdlet = $Cmdlet; Bound = $Bound }
    $request = ConvertTo-EntryRequest @call -Function $Function -Options $all
    $answer = Invoke-Request @call -Request $request
    $report = ConvertTo-Report -Answer $answer
    if ($OutFile -and $report.Status -ne 'failed') { Save-Report -Answer $answer -Path $OutFile }
    Write-Information -MessageData $report.Summary -Tags GroupWriteback
    $report
}
