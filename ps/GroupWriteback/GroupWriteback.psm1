# Loads the functions of the module, one per file. The manifest lists the exported ones.
Set-StrictMode -Version Latest

# Node.js versions by the path of the program, read once per session.
$script:NodeVersions = @{}

# Options of ConvertFrom-Json: strings that look like dates stay strings, if this PowerShell supports it. The version is
# compared because reading the parameters of the command takes 0.1 s.
$script:JsonOptions = @{}
if ($PSVersionTable.PSVersion -ge [version] '7.5') { $script:JsonOptions.DateKind = 'String' }

# The progress bar of the module. Its id is unusual because scripts use 0, the default.
$script:ProgressBar = @{ Id = 365; Activity = 'GroupWriteback' }

# Display names by id of the groups in the results of this session, for the completion of -Group.
$script:KnownGroups = @{}

foreach ($folder in 'Private', 'Public') {
    foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($PSScriptRoot, $folder), '*.ps1')) {
        . $file
    }
}

Register-Completion
