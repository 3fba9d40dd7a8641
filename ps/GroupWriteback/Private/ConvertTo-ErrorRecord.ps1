function ConvertTo-ErrorRecord {
    # A problem of ours as PowerShell's users expect it: the code as ErrorId, what to do about it beside the message.
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

        # A command or an option that helps, by the library's code for it.
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Action,

        [object] $Target,

        # The exit code of the command line in the same case.
        [int] $ExitCode = 1
    )
    $what = $Message
    $do = "$Hint $(Get-ActionText $Action)".Trim()
    $all = "$what $do".Trim()
    $exception = New-Object System.Management.Automation.RuntimeException $all
    $exception.Data['Code'] = $Code
    $exception.Data['ExitCode'] = $ExitCode
    $record = New-Object System.Management.Automation.ErrorRecord $exception, $Code, (Get-ErrorCategory $Code), $Target
    # Windows PowerShell does not show a recommended action of its own accord.
    $shown = if ($PSVersionTable.PSVersion.Major -lt 7) { $all } else { $what }
    $record.ErrorDetails = New-Object System.Management.Automation.ErrorDetails $shown
    if (-not $do) {
        # Where the message says it all there is still something to do next.
        $do = if ($Code -eq 'aborted') { 'Run it again: what was written stays, the rest follows.' }
        else { 'Test-GroupWriteback looks at everything that a run needs.' }
    }
    $record.ErrorDetails.RecommendedAction = $do
    $record
}
