function ConvertTo-ErrorRecord {
    # Builds an error record: the code is the ErrorId, the hint is the RecommendedAction.
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory)]
        [string] $Code,

        [Parameter(Mandatory)]
        [string] $Message,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Hint,

        # The library's code for the command or option that helps.
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Action,

        [object] $Target,

        # The exit code of the command line for this error.
        [int] $ExitCode = 1
    )
    $what = $Message
    $do = "$Hint $(Get-ActionText $Action)".Trim()
    $all = "$what $do".Trim()
    $exception = New-Object System.Management.Automation.RuntimeException $all
    $exception.Data['Code'] = $Code
    $exception.Data['ExitCode'] = $ExitCode
    $record = New-Object System.Management.Automation.ErrorRecord $exception, $Code, (Get-ErrorCategory $Code), $Target
    # Windows PowerShell does not show the recommended action, so the message includes it there.
    $shown = if ($PSVersionTable.PSVersion.Major -lt 7) { $all } else { $what }
    $record.ErrorDetails = New-Object System.Management.Automation.ErrorDetails $shown
    if (-not $do) {
        # Errors without a hint get a general one.
        $do = if ($Code -eq 'aborted') { 'Run the command again. It continues; the written changes stay.' }
        else { 'Run Test-GroupWriteback to check the prerequisites.' }
    }
    $record.ErrorDetails.RecommendedAction = $do
    $record
}
