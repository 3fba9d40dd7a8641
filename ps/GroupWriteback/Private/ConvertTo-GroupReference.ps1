function ConvertTo-GroupReference {
    # The references of groups as the library takes them. An item that names no group is an error of its own, and the
    # others go on; an argument that names none at all ends the command.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [AllowNull()]
        [AllowEmptyCollection()]
        [object[]] $Group
    )
    $references = New-Object System.Collections.ArrayList
    $problems = New-Object System.Collections.ArrayList
    $number = 0
    foreach ($item in $Group) {
        $number++
        # What Invoke-MgGraphRequest gives back.
        if ($item -is [System.Collections.IDictionary]) { $item = New-Object psobject -Property $item }
        $found = @(Find-GroupReference $item)
        if ($found.Count -eq 1) { $null = $references.Add($found[0]) }
        else { $null = $problems.Add((Get-ReferenceProblem $item -Number $number -Found $found)) }
    }
    $isArgument = -not $Cmdlet.MyInvocation.ExpectingInput
    foreach ($problem in $problems) {
        if ($isArgument -and $references.Count -eq 0) { $Cmdlet.ThrowTerminatingError($problem) }
        $Cmdlet.WriteError($problem)
    }
    $references.ToArray()
}
