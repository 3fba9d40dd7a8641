function ConvertTo-GroupReference {
    # Converts items to references that the library accepts. An item that names no group is a non-terminating error; an
    # argument without any reference is a terminating one.
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
        # Invoke-MgGraphRequest returns dictionaries.
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
