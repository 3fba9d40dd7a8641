/** Stand-ins for the Windows commands that register scheduled tasks. */

/** Functions with the parameters of the real ones, so an unknown parameter is an error. Each returns its parameters. */
export const taskCommands = `
  function New-ScheduledTaskAction { [CmdletBinding()] param([string] $Execute, [string] $Argument, [string] $WorkingDirectory) $PSBoundParameters }
  function New-ScheduledTaskTrigger { [CmdletBinding()] param([switch] $Once, [datetime] $At, [timespan] $RepetitionInterval)
    @{ Minutes = $RepetitionInterval.TotalMinutes; Once = $Once.IsPresent; At = $At.ToString('HH:mm') } }
  function New-ScheduledTaskSettingsSet { [CmdletBinding()] param([string] $MultipleInstances, [switch] $StartWhenAvailable,
    [switch] $AllowStartIfOnBatteries, [switch] $DontStopIfGoingOnBatteries, [timespan] $ExecutionTimeLimit)
    @{ MultipleInstances = $MultipleInstances; Hours = $ExecutionTimeLimit.TotalHours } }
  function New-ScheduledTaskPrincipal { [CmdletBinding()] param([string] $UserId, [string] $LogonType) $PSBoundParameters }
  function Register-ScheduledTask { [CmdletBinding()] param([string] $TaskName, [string] $TaskPath, $Action, $Trigger, $Settings,
    $Principal, [string] $User, [string] $Password, [string] $Description, [switch] $Force)
    $PSBoundParameters.Force = $Force.IsPresent; $PSBoundParameters }
`
