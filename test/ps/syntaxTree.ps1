# Returns one object for each .NET member, PowerShell command and newer syntax that the files in a folder use, parsed by
# PowerShell.
param([Parameter(Mandatory)] [string] $Folder)

function Get-Use($Node) {
    switch ($Node.GetType().Name) {
        'InvokeMemberExpressionAst' {
            $owner = if ($Node.Static) { "[$($Node.Expression.TypeName.FullName)]::" } else { '.' }
            $count = if ($Node.Arguments) { $Node.Arguments.Count } else { 0 }
            "$owner$($Node.Member)($count)"
        }
        'MemberExpressionAst' { if ($Node.Static) { "[$($Node.Expression.TypeName.FullName)]::$($Node.Member)" } }
        { $_ -in 'TypeExpressionAst', 'TypeConstraintAst' } { "[$($Node.TypeName.FullName)]" }
        'CommandAst' {
            $name = $Node.GetCommandName()
            if ($name -eq 'New-Object') { "[$($Node.CommandElements[1].Value)]" }
            foreach ($part in $Node.CommandElements) {
                if ($part.GetType().Name -eq 'CommandParameterAst') { "$name -$($part.ParameterName)" }
            }
            if ($name) { $name }
        }
        'VariableExpressionAst' { "`$$($Node.VariablePath.UserPath)" }
        { $_ -in 'TernaryExpressionAst', 'PipelineChainAst', 'TypeDefinitionAst', 'UsingStatementAst' } { "syntax $_" }
    }
    foreach ($name in 'NullConditional', 'Background', 'CleanBlock') {
        if ($Node.PSObject.Properties[$name] -and $Node.$name) { "syntax $name" }
    }
    if ($Node.PSObject.Properties['Operator'] -and "$($Node.Operator)" -like 'QuestionQuestion*') { 'syntax QuestionQuestion' }
}

foreach ($file in [System.IO.Directory]::GetFiles($Folder, '*.ps*1', 'AllDirectories')) {
    $tokens = $problems = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref] $tokens, [ref] $problems)
    foreach ($problem in $problems) { [pscustomobject]@{ file = $file; line = $problem.Extent.StartLineNumber; use = "$problem" } }
    foreach ($node in $tree.FindAll({ $true }, $true)) {
        foreach ($use in Get-Use $node) {
            [pscustomobject]@{ file = $file; line = $node.Extent.StartLineNumber; use = $use }
        }
    }
}
