function Get-ErrorCategory {
    # Returns the category of an error code. A test compares the table with the codes of the library.
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorCategory])]
    param(
        [Parameter(Mandatory)]
        [string] $Code
    )
    $categories = @{
        # configuration and usage
        configNotFound         = 'ObjectNotFound'
        configInvalid          = 'InvalidData'
        secretMissing          = 'ObjectNotFound'
        usage                  = 'InvalidArgument'
        filterRefused          = 'InvalidArgument'
        planInvalid            = 'InvalidData'
        tlsNotVerified         = 'SecurityError'
        # Entra
        signInFailed           = 'AuthenticationError'
        graphUnreachable       = 'ConnectionError'
        graphUnauthorized      = 'AuthenticationError'
        graphDenied            = 'PermissionDenied'
        graphThrottled         = 'LimitsExceeded'
        graphUnavailable       = 'ResourceUnavailable'
        graphUnexpected        = 'ProtocolError'
        graphIncomplete        = 'ReadError'
        permissionMissing      = 'PermissionDenied'
        # the directory
        directoryUnreachable   = 'ConnectionError'
        directoryTls           = 'SecurityError'
        directoryTimeout       = 'OperationTimeout'
        directoryUnexpected    = 'ProtocolError'
        directoryIncomplete    = 'ReadError'
        bindRefused            = 'AuthenticationError'
        directoryDenied        = 'PermissionDenied'
        directoryRefused       = 'WriteError'
        directoryReadOnly      = 'WriteError'
        containerMissing       = 'ObjectNotFound'
        containerNotWritable   = 'PermissionDenied'
        exchangeMissing        = 'NotInstalled'
        # one group
        groupNotFound          = 'ObjectNotFound'
        groupAmbiguous         = 'InvalidArgument'
        groupNotSupported      = 'InvalidType'
        groupSkipped           = 'InvalidOperation'
        hiddenMembership       = 'PermissionDenied'
        countDiffers           = 'InvalidResult'
        membersUnreadable      = 'PermissionDenied'
        primaryGroupMember     = 'InvalidOperation'
        anchorDuplicate        = 'ResourceExists'
        anchorConflict         = 'ResourceExists'
        anchorElsewhere        = 'ResourceExists'
        anchorRemoved          = 'ObjectNotFound'
        objectNotReplicated    = 'ResourceUnavailable'
        restoreRefused         = 'PermissionDenied'
        containerOutside       = 'InvalidArgument'
        nameTaken              = 'ResourceExists'
        protectedObject        = 'SecurityError'
        outcomeUnknown         = 'InvalidResult'
        backingOff             = 'ResourceUnavailable'
        # the run
        planStale              = 'InvalidOperation'
        approvalStale          = 'InvalidArgument'
        privilegedMembers      = 'SecurityError'
        aliasShared            = 'ResourceExists'
        stateDiscarded         = 'ReadError'
        writebackDisabled      = 'NotEnabled'
        leaseHeld              = 'ResourceBusy'
        stateUnreadable        = 'ReadError'
        stateNotWritable       = 'WriteError'
        journalUnreadable      = 'ReadError'
        aborted                = 'OperationStopped'
        internal               = 'NotSpecified'
        # of the module itself
        guardTripped           = 'LimitsExceeded'
        nodeNotFound           = 'NotInstalled'
        nodeTooOld             = 'NotInstalled'
        entryMissing           = 'NotInstalled'
        entryFailed            = 'InvalidResult'
    }
    $name = if ($categories.ContainsKey($Code)) { $categories[$Code] } else { 'NotSpecified' }
    [System.Management.Automation.ErrorCategory] $name
}
