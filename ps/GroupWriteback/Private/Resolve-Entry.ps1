function Resolve-Entry {
    # The packaged entry: inside the module where it stands alone, beside ps/ in the npm package.
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
        Message = "lib/entry.cjs is missing beside or inside $module."
        Hint  = 'Install the module again, whole; from sources, run "npm run build".'
        Target  = $module
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @problem))
}
