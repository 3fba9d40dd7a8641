/**
 * The part of Exchange's schema extension that concerns groups, in the format of attributeLines.ts; the last
 * field is the class that may have the attribute. Names, OIDs and syntaxes are Exchange's. Unpublished
 * numbers (link IDs from 2007 on, msExchProductId) are invented, and classes list the attributes directly
 * instead of through auxiliary classes.
 */
export const exchangeAttributeLines = `
mailNickname ms-Exch-Mail-Nickname 1.2.840.113556.1.2.447 unicode 1 1..64 - mailRecipient
targetAddress ms-Exch-Target-Address 1.2.840.113556.1.2.352 unicode 1 1..1123 - mailRecipient
msExchRecipientDisplayType ms-Exch-Recipient-Display-Type 1.2.840.113556.1.4.7000.102.50730 integer 1 - - mailRecipient
msExchRecipientTypeDetails ms-Exch-Recipient-Type-Details 1.2.840.113556.1.4.7000.102.50855 large 1 - - mailRecipient
msExchRemoteRecipientType ms-Exch-Remote-Recipient-Type 1.2.840.113556.1.4.7000.102.51611 large 1 - - mailRecipient
msExchVersion ms-Exch-Version 1.2.840.113556.1.4.7000.102.50853 large 1 - - mailRecipient
msExchHideFromAddressLists ms-Exch-Hide-From-Address-Lists 1.2.840.113556.1.4.7000.102.73 boolean 1 - - mailRecipient
msExchRequireAuthToSendTo ms-Exch-RequireAuthToSendTo 1.2.840.113556.1.4.5062 boolean 1 - - mailRecipient
msExchEnableModeration ms-Exch-Enable-Moderation 1.2.840.113556.1.4.7000.102.50969 boolean 1 - - mailRecipient
msExchModerationFlags ms-Exch-Moderation-Flags 1.2.840.113556.1.4.7000.102.50972 integer 1 - - mailRecipient
msExchBypassAudit ms-Exch-Bypass-Audit 1.2.840.113556.1.4.7000.102.51678 boolean 1 - - mailRecipient
msExchProvisioningFlags ms-Exch-Provisioning-Flags 1.2.840.113556.1.4.7000.102.51143 integer 1 - - mailRecipient
msExchPoliciesExcluded ms-Exch-Policies-Excluded 1.2.840.113556.1.4.7000.102.50051 unicode * - - mailRecipient
internetEncoding ms-Exch-Internet-Encoding 1.2.840.113556.1.2.551 integer 1 - - mailRecipient
delivContLength ms-Exch-Deliv-Cont-Length 1.2.840.113556.1.2.138 integer 1 - - mailRecipient
authOrig ms-Exch-Auth-Orig 1.2.840.113556.1.2.129 orName * - 110 mailRecipient
authOrigBL ms-Exch-Auth-Orig-BL 1.2.840.113556.1.2.290 dn *sn - 111 top
dLMemSubmitPerms ms-Exch-DL-Mem-Submit-Perms 1.2.840.113556.1.2.144 orName * - 112 mailRecipient
dLMemSubmitPermsBL ms-Exch-DL-Mem-Submit-Perms-BL 1.2.840.113556.1.2.291 dn *sn - 113 top
unauthOrig ms-Exch-Unauth-Orig 1.2.840.113556.1.2.221 orName * - 114 mailRecipient
unauthOrigBL ms-Exch-Unauth-Orig-BL 1.2.840.113556.1.2.292 dn *sn - 115 top
dLMemRejectPerms ms-Exch-DL-Mem-Reject-Perms 1.2.840.113556.1.2.47 orName * - 116 mailRecipient
dLMemRejectPermsBL ms-Exch-DL-Mem-Reject-Perms-BL 1.2.840.113556.1.2.293 dn *sn - 117 top
publicDelegates ms-Exch-Public-Delegates 1.2.840.113556.1.2.238 dn * - 14 mailRecipient
publicDelegatesBL ms-Exch-Public-Delegates-BL 1.2.840.113556.1.2.295 dn *sn - 15 top
msExchModeratedByLink ms-Exch-Moderated-By-Link 1.2.840.113556.1.4.7000.102.50952 dn * - 41000 mailRecipient
msExchModeratedObjectsBL ms-Exch-Moderated-Objects-BL 1.2.840.113556.1.4.7000.102.50955 dn *sn - 41001 top
msExchCoManagedByLink ms-Exch-Co-Managed-By-Link 1.2.840.113556.1.4.7000.102.50953 dn * - 41002 group
msExchCoManagedObjectsBL ms-Exch-Co-Managed-Objects-BL 1.2.840.113556.1.4.7000.102.50954 dn *sn - 41003 top
reportToOriginator ms-Exch-Report-To-Originator 1.2.840.113556.1.2.206 boolean 1 - - group
reportToOwner ms-Exch-Report-To-Owner 1.2.840.113556.1.2.207 boolean 1 - - group
oOFReplyToOriginator ms-Exch-OOF-Reply-To-Originator 1.2.840.113556.1.2.438 boolean 1 - - group
hideDLMembership ms-Exch-Hide-DL-Membership 1.2.840.113556.1.2.297 boolean 1 - - group
msExchGroupJoinRestriction ms-Exch-Group-Join-Restriction 1.2.840.113556.1.4.7000.102.50963 integer 1 - - group
msExchGroupDepartRestriction ms-Exch-Group-Depart-Restriction 1.2.840.113556.1.4.7000.102.50964 integer 1 - - group
msExchProductId ms-Exch-Product-Id 1.2.840.113556.1.4.7000.102.59999 unicode 1 - - msExchOrganizationContainer
extensionAttribute1 ms-Exch-Extension-Attribute-1 1.2.840.113556.1.2.423 unicode 1i 1..1024 - mailRecipient
extensionAttribute2 ms-Exch-Extension-Attribute-2 1.2.840.113556.1.2.424 unicode 1i 1..1024 - mailRecipient
extensionAttribute3 ms-Exch-Extension-Attribute-3 1.2.840.113556.1.2.425 unicode 1i 1..1024 - mailRecipient
extensionAttribute4 ms-Exch-Extension-Attribute-4 1.2.840.113556.1.2.426 unicode 1i 1..1024 - mailRecipient
extensionAttribute5 ms-Exch-Extension-Attribute-5 1.2.840.113556.1.2.427 unicode 1i 1..1024 - mailRecipient
extensionAttribute6 ms-Exch-Extension-Attribute-6 1.2.840.113556.1.2.428 unicode 1i 1..1024 - mailRecipient
extensionAttribute7 ms-Exch-Extension-Attribute-7 1.2.840.113556.1.2.429 unicode 1i 1..1024 - mailRecipient
extensionAttribute8 ms-Exch-Extension-Attribute-8 1.2.840.113556.1.2.430 unicode 1i 1..1024 - mailRecipient
extensionAttribute9 ms-Exch-Extension-Attribute-9 1.2.840.113556.1.2.431 unicode 1i 1..1024 - mailRecipient
extensionAttribute10 ms-Exch-Extension-Attribute-10 1.2.840.113556.1.2.432 unicode 1i 1..1024 - mailRecipient
extensionAttribute11 ms-Exch-Extension-Attribute-11 1.2.840.113556.1.2.599 unicode 1i 1..2048 - mailRecipient
extensionAttribute12 ms-Exch-Extension-Attribute-12 1.2.840.113556.1.2.600 unicode 1i 1..2048 - mailRecipient
extensionAttribute13 ms-Exch-Extension-Attribute-13 1.2.840.113556.1.2.601 unicode 1i 1..2048 - mailRecipient
extensionAttribute14 ms-Exch-Extension-Attribute-14 1.2.840.113556.1.2.602 unicode 1i 1..2048 - mailRecipient
extensionAttribute15 ms-Exch-Extension-Attribute-15 1.2.840.113556.1.2.603 unicode 1i 1..2048 - mailRecipient
msExchSchemaVersionPt ms-Exch-Schema-Version-Pt 1.2.840.113556.1.4.7000.102.97 integer 1 ..17003 - -
`

/**
 * rangeUpper of the schema version attribute identifies the Exchange version that prepared the schema; this
 * is 2019 CU13 or later.
 */
export const exchangeVersions = { organization: '16763', domain: '13243' }

export const exchangeProduct = 'Microsoft Exchange Server 2019 Standard Edition'
