# The parameters of every command below a folder, as PowerShell's parser sees them, with their help.
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
            # Types are attributes in the tree; the order is the one in the file.
            declaration = @($parameter.Attributes | ForEach-Object { $_.Extent.Text })
            default = if ($parameter.DefaultValue) { $parameter.DefaultValue.Extent.Text } else { '' }
            help = ($help[$name.ToUpperInvariant()] -replace '\s+', ' ').Trim()
        }
    }
}
