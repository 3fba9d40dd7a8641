# Returns the parameters of every command in a folder, parsed by PowerShell, with their help.
param([Parameter(Mandatory)] [string] $Folder)

foreach ($file in [System.IO.Directory]::GetFiles($Folder, '*.ps1')) {
    $tokens = $problems = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref] $tokens, [ref] $problems)
    $function = $tree.Find({ $args[0].GetType().Name -eq 'FunctionDefinitionAst' }, $false)
    $help = $function.GetHelpContent().Parameters
    foreach ($parameter in $function.Body.ParamBlock.Parameters) {
        $name = $parameter.Name.VariablePath.UserPath
        [pscustomobject]@{
            command = $function.Name
            name = $name
            # In the syntax tree, types are attributes. The order is that of the file.
            declaration = @($parameter.Attributes | ForEach-Object { $_.Extent.Text })
            default = if ($parameter.DefaultValue) { $parameter.DefaultValue.Extent.Text } else { '' }
            help = ($help[$name.ToUpperInvariant()] -replace '\s+', ' ').Trim()
        }
    }
}
