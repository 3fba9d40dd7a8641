/**
 * The classes that this directory supports (MS-ADSC), one per line, restricted to the attributes that it
 * supports. `|` separates the lists: auxiliary classes, superiors, mandatory attributes, optional attributes.
 *
 *     lDAPDisplayName cn governsID superclass kind rDNAttID category | auxiliary | superiors | must | may
 */
export const classLines = `
top Top 2.5.6.0 top abstract cn Top | | lostAndFound | objectClass objectCategory nTSecurityDescriptor instanceType | msDS-LastKnownRDN url wWWHomePage whenCreated whenChanged wellKnownObjects uSNCreated uSNChanged systemFlags structuralObjectClass revision directReports name proxyAddresses otherWellKnownObjects objectVersion objectGUID distinguishedName mS-DS-ConsistencyGuid modifyTimeStamp managedObjects lastKnownParent memberOf isRecycled isDeleted isCriticalSystemObject showInAdvancedViewOnly fSMORoleOwner flags extensionName displayNamePrintable displayName description createTimeStamp cn canonicalName allowedChildClassesEffective allowedChildClasses allowedAttributesEffective allowedAttributes adminDisplayName adminDescription serverReferenceBL
domain Domain 1.2.840.113556.1.5.66 top abstract dc Domain-DNS | | domain organization | dc |
domainDNS Domain-DNS 1.2.840.113556.1.5.67 domain structural dc Domain-DNS | samDomain | domainDNS | | msDS-Behavior-Version managedBy
samDomain Sam-Domain 1.2.840.113556.1.5.3 top auxiliary cn Sam-Domain | samDomainBase | | | nETBIOSName ms-DS-MachineAccountQuota gPOptions gPLink
samDomainBase Sam-Domain-Base 1.2.840.113556.1.5.2 top auxiliary cn Sam-Domain-Base | | | | revision pwdProperties objectSid minPwdLength maxPwdAge lockoutThreshold lockoutDuration
organizationalUnit Organizational-Unit 2.5.6.5 top structural ou Organizational-Unit | | country organization organizationalUnit domainDNS | ou | co telephoneNumber street st postalCode physicalDeliveryOfficeName managedBy l gPOptions gPLink facsimileTelephoneNumber countryCode c
container Container 1.2.840.113556.1.3.23 top structural cn Container | | nTDSService domainDNS organization configuration container organizationalUnit | cn |
builtinDomain Builtin-Domain 1.2.840.113556.1.5.4 top structural cn Builtin-Domain | samDomainBase | domainDNS | |
lostAndFound Lost-And-Found 1.2.840.113556.1.5.139 top structural cn Lost-And-Found | | configuration domainDNS dMD | |
group Group 1.2.840.113556.1.5.8 top structural cn Group | mailRecipient securityPrincipal | container builtinDomain organizationalUnit domainDNS | groupType | primaryGroupToken member managedBy mail adminCount
person Person 2.5.6.6 top structural cn Person | | organizationalUnit container | cn | telephoneNumber sn
organizationalPerson Organizational-Person 2.5.6.7 person structural cn Person | | organizationalUnit organization container | | msDS-PhoneticDisplayName comment title co street st postalCode thumbnailPhoto physicalDeliveryOfficeName otherTelephone mobile personalTitle ou manager l initials givenName generationQualifier facsimileTelephoneNumber employeeID mail division department c countryCode company streetAddress
user User 1.2.840.113556.1.5.9 organizationalPerson structural cn Person | msDS-CloudExtensions securityPrincipal mailRecipient | builtinDomain organizationalUnit domainDNS | | userSMIMECertificate uid labeledURI employeeType employeeNumber userCertificate userPrincipalName userAccountControl servicePrincipalName pwdLastSet primaryGroupID logonCount lockoutTime lastLogonTimestamp lastLogon homeDirectory codePage badPwdCount badPasswordTime adminCount accountExpires
inetOrgPerson inetOrgPerson 2.16.840.1.113730.3.2.2 user structural cn Person | | domainDNS organizationalUnit container | |
computer Computer 1.2.840.113556.1.3.30 user structural cn Computer | | container organizationalUnit domainDNS | | operatingSystem managedBy dNSHostName
contact Contact 1.2.840.113556.1.5.15 organizationalPerson structural cn Person | mailRecipient | organizationalUnit domainDNS | cn |
foreignSecurityPrincipal Foreign-Security-Principal 1.2.840.113556.1.5.76 top structural cn Foreign-Security-Principal | | container | objectSid |
securityPrincipal Security-Principal 1.2.840.113556.1.5.6 top auxiliary cn Security-Principal | | | sAMAccountName objectSid | sIDHistory sAMAccountType
mailRecipient Mail-Recipient 1.2.840.113556.1.3.46 top auxiliary cn Mail-Recipient | | container | cn | msDS-ExternalDirectoryObjectId msDS-PhoneticDisplayName userSMIMECertificate msExchAssistantName labeledURI userCertificate textEncodedORAddress telephoneNumber showInAddressBook legacyExchangeDN info
msDS-CloudExtensions ms-DS-Cloud-Extensions 1.2.840.113556.1.5.283 top auxiliary cn ms-DS-Cloud-Extensions | | | |
configuration Configuration 1.2.840.113556.1.5.12 top structural cn Configuration | | domainDNS | cn | gPOptions gPLink
dMD DMD 1.2.840.113556.1.3.9 top structural cn DMD | | configuration | cn |
attributeSchema Attribute-Schema 1.2.840.113556.1.3.14 top structural cn Attribute-Schema | | dMD | schemaIDGUID oMSyntax lDAPDisplayName isSingleValued cn attributeSyntax attributeID | systemOnly searchFlags rangeUpper rangeLower linkID isMemberOfPartialAttributeSet
classSchema Class-Schema 1.2.840.113556.1.3.13 top structural cn Class-Schema | | dMD | subClassOf schemaIDGUID objectClassCategory governsID defaultObjectCategory cn | systemPossSuperiors systemOnly systemMustContain systemMayContain systemAuxiliaryClass rDNAttID possSuperiors mustContain mayContain lDAPDisplayName defaultHidingValue auxiliaryClass
crossRefContainer Cross-Ref-Container 1.2.840.113556.1.5.7000.53 top structural cn Cross-Ref-Container | | configuration | | msDS-Behavior-Version
crossRef Cross-Ref 1.2.840.113556.1.3.11 top structural cn Cross-Ref | | crossRefContainer | nCName dnsRoot cn | nETBIOSName msDS-Behavior-Version
sitesContainer Sites-Container 1.2.840.113556.1.5.107 top structural cn Sites-Container | | configuration | |
site Site 1.2.840.113556.1.5.31 top structural cn Site | | sitesContainer | | managedBy gPOptions gPLink
serversContainer Servers-Container 1.2.840.113556.1.5.7000.48 top structural cn Servers-Container | | site | |
server Server 1.2.840.113556.1.5.17 top structural cn Server | | serversContainer | | serverReference managedBy dNSHostName
applicationSettings Application-Settings 1.2.840.113556.1.5.7000.49 top abstract cn Application-Settings | | server | |
nTDSDSA NTDS-DSA 1.2.840.113556.1.5.7000.47 applicationSettings structural cn NTDS-DSA | | organization server | | serverReference options msDS-Behavior-Version managedBy invocationId
nTDSDSARO NTDS-DSA-RO 1.2.840.113556.1.5.254 nTDSDSA structural cn NTDS-DSA-RO | | organization server | |
nTDSService NTDS-Service 1.2.840.113556.1.5.72 top structural cn NTDS-Service | | container | |
queryPolicy Query-Policy 1.2.840.113556.1.5.106 top structural cn Query-Policy | | container | | lDAPAdminLimits
`

export const exchangeClassLines = `
msExchOrganizationContainer ms-Exch-Organization-Container 1.2.840.113556.1.5.7000.62.50020 container structural cn ms-Exch-Organization-Container | | container | | objectVersion msExchProductId
msExchSystemObjectsContainer ms-Exch-System-Objects-Container 1.2.840.113556.1.5.7000.62.50034 container structural cn ms-Exch-System-Objects-Container | | domainDNS | | objectVersion
`
