function Open-Process {
    # Starts a program with its three streams in our hands. Arguments are for programs of our own choosing only: a
    # request goes over standard input, where nobody else can read it.
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
    # One string, since .NET Framework has no list of arguments.
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
