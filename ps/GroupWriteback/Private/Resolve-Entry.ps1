function Resolve-Entry {
    # Returns the path of the packaged entry: inside the module of the zip, beside ps/ in the npm package.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )
    $module = [System.IO.Path]::GetDirectoryName($PSScriptRoot)
    foreach ($folder in 'lib', '../../lib') {
        $path = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($module, $folder, 'entry.cjs'))
        if ([System.IO.File]::Exists($path)) { return $path }
    }
    $problem = @{
        Code    = 'entryMissing'
        Message = "lib/entry.cjs is missing in $module and in the package around it."
        Hint    = 'Install the module again, with all its files. In a source checkout, run "npm run build".'
        Target  = $module
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
}
