function Invoke-Request {
    # Sends a request to the entry. An error response is a terminating error of the command.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters of the command.
        [Parameter(Mandatory)]
        [System.Collections.Generic.Dictionary[string, object]] $Bound,

        [Parameter(Mandatory)]
        [hashtable] $Request
    )
    $ErrorActionPreference = 'Stop' # an incomplete result must not be returned
    $node = if ($Bound.ContainsKey('NodePath')) { $Bound.NodePath } else { '' }
    $answer = Invoke-Entry -Cmdlet $Cmdlet -Request $Request -NodePath $node
    $last = $answer.Last
    if ($last.type -ne 'error') { return $answer }
    $failure = [pscustomobject]@{
        PSTypeName = 'GroupWriteback.Failure'
        Status     = 'failed'
        ExitCode   = [int] $last.exitCode
        Problems   = @($last.problems | ConvertTo-TypedObject -TypeName GroupWriteback.Problem -Optional Hint, Action, Details)
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ProblemRecord $failure.Problems -Target $failure -Report $failure))
}
