function Get-ReferenceProblem {
    # Builds the error of an item that names no group, or two groups.
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Position = 0)]
        [AllowNull()]
        [object] $InputObject,

        # The position in the input, from 1.
        [Parameter(Mandatory)]
        [int] $Number,

        [Parameter(Mandatory)]
        [AllowEmptyCollection()]
        [string[]] $Found
    )
    $isText = $null -eq $InputObject -or $InputObject -is [string]
    $name = "$InputObject".Trim()
    $problem = @{
        Code     = 'usage'
        Message  = "Input item $Number is empty."
        Hint     = 'Pass an object id, a mail address or a display name, or an object with one of the properties ' +
        'ExternalDirectoryObjectId, ObjectId, GroupId, Id, Group, Mail, PrimarySmtpAddress, DisplayName, Name.'
        Target   = $InputObject
        ExitCode = 5
    }
    if (-not $isText -and (Test-DirectoryObject $InputObject)) {
        $name = Get-PropertyText $InputObject -Name DistinguishedName, Name, ObjectGUID | Select-Object -First 1
        $problem.Message = "Input item $Number ($name) is an Active Directory object without an anchor."
        $problem.Hint = "Read it with Get-ADGroup -Properties adminDescription, 'msDS-ExternalDirectoryObjectId'. If " +
        'both are empty, no cloud group is written back to this object.'
        if ($Found.Count -gt 1) {
            $problem.Message = "Input item $Number ($name) has the anchors of two cloud groups: $($Found -join ', ')."
            $problem.Hint = 'Clear the wrong one, or pass the object id of the cloud group.'
        }
    } elseif (-not $isText) {
        if ($name.Length -gt 100) { $name = $name.Substring(0, 100) + '...' }
        $problem.Message = "Input item $Number ($name) has no property that names a group."
    }
    ConvertTo-ErrorRecord @problem
}
