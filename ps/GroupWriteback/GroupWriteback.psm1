# Loads the commands: every file holds one function of the file's name. What is exported stands in the manifest.
Set-StrictMode -Version Latest

# Versions of Node by the path of its program: asked once a session.
$script:NodeVersions = @{}

# Texts that look like dates stay texts where PowerShell can leave them alone. By its version: looking at the command's
# parameters takes a tenth of a second.
$script:JsonOptions = @{}
if ($PSVersionTable.PSVersion -ge [version] '7.5') { $script:JsonOptions.DateKind = 'String' }

# A bar of our own: scripts use number 0 for theirs.
$script:ProgressBar = @{ Id = 365; Activity = 'GroupWriteback' }

# Groups that results named in this session, for completing -Group.
$script:KnownGroups = @{}

foreach ($folder in 'Private', 'Public') {
    foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($PSScriptRoot, $folder), '*.ps1')) {
        . $file
    }
}

Register-Completion
