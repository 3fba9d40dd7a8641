function Open-Process {
    # Starts a program with redirected streams. Requests go over standard input, never into the argument, because others
    # can read the arguments of a process.
    [CmdletBinding()]
    [OutputType([System.Diagnostics.Process])]
    param(
        [Parameter(Mandatory)]
        [string] $Path,

        [Parameter(Mandatory)]
        [string] $Argument,

        [string] $Folder
    )
    $info = New-Object System.Diagnostics.ProcessStartInfo
    $info.FileName = $Path
    # A string, because .NET Framework has no ArgumentList.
    $info.Arguments = '"' + $Argument.Replace('"', '\"') + '"'
    if ($Folder) { $info.WorkingDirectory = $Folder }
    $info.UseShellExecute = $false
    $info.CreateNoWindow = $true
    $info.RedirectStandardInput = $true
    $info.RedirectStandardOutput = $true
    $info.RedirectStandardError = $true
    $info.StandardOutputEncoding = New-Object System.Text.UTF8Encoding $false
    $info.StandardErrorEncoding = New-Object System.Text.UTF8Encoding $false
    [System.Diagnostics.Process]::Start($info)
}
