/**
 * Tables of properties. Columns: name, type, when returned, filter operators; then the flags `null` (`eq
 * null`), `advanced` and `beta`.
 */

export const groupLines = `
  id string default eq ne not in
  deletedDateTime dateTime default
  classification string default eq ne not ge le startsWith
  createdDateTime dateTime default
  creationOptions strings default
  description string default eq ne not ge le startsWith
  displayName string default eq ne not ge le in startsWith null
  expirationDateTime dateTime default eq ne not ge le in
  groupTypes strings default eq not
  isAssignableToRole boolean default eq ne not
  mail string default eq ne not ge le in startsWith null
  mailEnabled boolean default eq ne not
  mailNickname string default eq ne not ge le in startsWith null
  membershipRule string default eq ne not ge le startsWith
  membershipRuleProcessingState string default eq ne not in
  onPremisesDomainName string default
  onPremisesLastSyncDateTime dateTime default eq ne not ge le in
  onPremisesNetBiosName string default
  onPremisesSamAccountName string default eq ne not ge le in startsWith
  onPremisesSecurityIdentifier string default eq null
  onPremisesSyncEnabled boolean default eq ne not in null
  preferredDataLocation string default
  preferredLanguage string default eq ne not ge le in startsWith null
  proxyAddresses strings default eq not ge le startsWith endsWith
  renewedDateTime dateTime default eq ne not ge le in
  resourceBehaviorOptions strings default
  resourceProvisioningOptions strings default eq not
  securityEnabled boolean default eq ne not in
  securityIdentifier string default
  theme string default
  uniqueName string default
  visibility string default
  onPremisesProvisioningErrors objects default
  serviceProvisioningErrors objects default
  writebackConfiguration object default beta
  createdByAppId string default eq ne not in startsWith beta
  assignedLabels objects select
  assignedLicenses objects select eq
  infoCatalogs strings select
  isManagementRestricted boolean select
  licenseProcessingState object select
  onPremisesExtensionAttributes object select
  organizationId string select
  allowExternalSenders boolean single
  autoSubscribeNewMembers boolean single
  hideFromAddressLists boolean single
  hideFromOutlookClients boolean single
  isSubscribedByMail boolean single
  unseenCount integer single
  hasMembersWithLicenseErrors boolean never eq
  isArchived boolean never
  onPremisesSyncBehavior/isCloudManaged boolean never eq advanced
`

export const userLines = `
  id string default eq ne not in
  businessPhones strings default eq not ge le startsWith
  displayName string default eq ne not ge le in startsWith null
  givenName string default eq ne not ge le in startsWith null
  jobTitle string default eq ne not ge le in startsWith null
  mail string default eq ne not ge le in startsWith endsWith null
  mobilePhone string default eq ne not ge le in startsWith null
  officeLocation string default eq ne not ge le in startsWith null
  preferredLanguage string default eq ne not ge le in startsWith null
  surname string default eq ne not ge le in startsWith null
  userPrincipalName string default eq ne not ge le in startsWith endsWith
  accountEnabled boolean select eq ne not in
  ageGroup string select eq ne not in
  assignedLicenses objects select eq not
  city string select eq ne not ge le in startsWith null
  companyName string select eq ne not ge le in startsWith null
  country string select eq ne not ge le in startsWith null
  createdDateTime dateTime select eq ne not ge le in
  creationType string select eq ne not in
  deletedDateTime dateTime select
  department string select eq ne not ge le in null
  employeeHireDate dateTime select eq ne not ge le in
  employeeId string select eq ne not ge le in startsWith null
  employeeType string select eq ne not ge le in startsWith
  externalUserState string select eq ne not in
  externalUserStateChangeDateTime dateTime select eq ne not in
  faxNumber string select eq ne not ge le in startsWith null
  identities objects select
  imAddresses strings select eq not ge le startsWith
  isManagementRestricted boolean select
  isResourceAccount boolean select
  mailNickname string select eq ne not ge le in startsWith null
  onPremisesDistinguishedName string select
  onPremisesDomainName string select
  onPremisesExtensionAttributes object select
  onPremisesImmutableId string select eq ne not ge le in
  onPremisesLastSyncDateTime dateTime select eq ne not ge le in
  onPremisesProvisioningErrors objects select
  onPremisesSamAccountName string select eq ne not ge le in startsWith
  onPremisesSecurityIdentifier string select eq null
  onPremisesSyncEnabled boolean select eq ne not in null
  onPremisesUserPrincipalName string select eq ne not ge le in startsWith
  otherMails strings select eq not ge le startsWith endsWith
  postalCode string select eq ne not ge le in startsWith null
  preferredDataLocation string select
  proxyAddresses strings select eq not ge le startsWith endsWith
  securityIdentifier string select
  showInAddressList boolean select
  state string select eq ne not ge le in startsWith null
  streetAddress string select eq ne not ge le in startsWith null
  usageLocation string select eq ne not ge le in startsWith null
  userType string select eq ne not in null
`

export const deviceLines = `
  id string default
  deletedDateTime dateTime default
  accountEnabled boolean default
  deviceId string default
  displayName string default
  isCompliant boolean default
  isManaged boolean default
  onPremisesLastSyncDateTime dateTime default
  onPremisesSecurityIdentifier string default
  onPremisesSyncEnabled boolean default
  operatingSystem string default
  operatingSystemVersion string default
  profileType string default
  trustType string default
`

export const contactLines = `
  id string default
  deletedDateTime dateTime default
  companyName string default
  department string default
  displayName string default
  givenName string default
  jobTitle string default
  mail string default
  mailNickname string default
  onPremisesLastSyncDateTime dateTime default
  onPremisesSyncEnabled boolean default
  phones objects default
  proxyAddresses strings default
  surname string default
`

export const servicePrincipalLines = `
  id string default
  deletedDateTime dateTime default
  accountEnabled boolean default
  alternativeNames strings default
  appDisplayName string default
  appId string default
  description string default
  displayName string default
  servicePrincipalNames strings default
  servicePrincipalType string default
  tags strings default
`
