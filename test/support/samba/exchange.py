"""Adds the Exchange objects that concern groups to a directory: attributes, classes, and the organisation.

Names, numbers and syntaxes are Exchange's. Two differences: the attributes belong directly to the classes that
Exchange reaches through auxiliary ones, and unpublished numbers (link IDs from 2007 on, msExchProductId) are made up.
"""
import ldb
from samba.sd_utils import SDUtils

OLD = "1.2.840.113556.1.2."
NEW = "1.2.840.113556.1.4.7000.102."
SINGLE, MULTI = "TRUE", "FALSE"

# attributeSyntax, oMSyntax, oMObjectClass
SYNTAXES = {
    "text": ("2.5.5.12", "64", None),
    "boolean": ("2.5.5.8", "1", None),
    "integer": ("2.5.5.9", "2", None),
    "large": ("2.5.5.16", "65", None),
    "dn": ("2.5.5.1", "127", bytes.fromhex("2b0c0287731c00854a")),
    "orName": ("2.5.5.7", "127", bytes.fromhex("56060102050b1d")),
}

# lDAPDisplayName, cn after "ms-Exch-", attributeID, syntax, single or multi, longest text, link ID, class that may have it
ATTRIBUTES = [
    ("mailNickname", "Mail-Nickname", OLD + "447", "text", SINGLE, 64, None, "Mail-Recipient"),
    ("targetAddress", "Target-Address", OLD + "352", "text", SINGLE, 1123, None, "Mail-Recipient"),
    ("msExchRecipientDisplayType", "Recipient-Display-Type", NEW + "50730", "integer", SINGLE, None, None, "Mail-Recipient"),
    ("msExchRecipientTypeDetails", "Recipient-Type-Details", NEW + "50855", "large", SINGLE, None, None, "Mail-Recipient"),
    ("msExchRemoteRecipientType", "Remote-Recipient-Type", NEW + "51611", "large", SINGLE, None, None, "Mail-Recipient"),
    ("msExchVersion", "Version", NEW + "50853", "large", SINGLE, None, None, "Mail-Recipient"),
    ("msExchHideFromAddressLists", "Hide-From-Address-Lists", NEW + "73", "boolean", SINGLE, None, None, "Mail-Recipient"),
    ("msExchRequireAuthToSendTo", "RequireAuthToSendTo", "1.2.840.113556.1.4.5062", "boolean", SINGLE, None, None, "Mail-Recipient"),
    ("msExchEnableModeration", "Enable-Moderation", NEW + "50969", "boolean", SINGLE, None, None, "Mail-Recipient"),
    ("msExchModerationFlags", "Moderation-Flags", NEW + "50972", "integer", SINGLE, None, None, "Mail-Recipient"),
    ("msExchBypassAudit", "Bypass-Audit", NEW + "51678", "boolean", SINGLE, None, None, "Mail-Recipient"),
    ("msExchProvisioningFlags", "Provisioning-Flags", NEW + "51143", "integer", SINGLE, None, None, "Mail-Recipient"),
    ("msExchPoliciesExcluded", "Policies-Excluded", NEW + "50051", "text", MULTI, None, None, "Mail-Recipient"),
    ("internetEncoding", "Internet-Encoding", OLD + "551", "integer", SINGLE, None, None, "Mail-Recipient"),
    ("delivContLength", "Deliv-Cont-Length", OLD + "138", "integer", SINGLE, None, None, "Mail-Recipient"),
    ("authOrig", "Auth-Orig", OLD + "129", "orName", MULTI, None, 110, "Mail-Recipient"),
    ("authOrigBL", "Auth-Orig-BL", OLD + "290", "dn", MULTI, None, 111, "Top"),
    ("dLMemSubmitPerms", "DL-Mem-Submit-Perms", OLD + "144", "orName", MULTI, None, 112, "Mail-Recipient"),
    ("dLMemSubmitPermsBL", "DL-Mem-Submit-Perms-BL", OLD + "291", "dn", MULTI, None, 113, "Top"),
    ("unauthOrig", "Unauth-Orig", OLD + "221", "orName", MULTI, None, 114, "Mail-Recipient"),
    ("unauthOrigBL", "Unauth-Orig-BL", OLD + "292", "dn", MULTI, None, 115, "Top"),
    ("dLMemRejectPerms", "DL-Mem-Reject-Perms", OLD + "47", "orName", MULTI, None, 116, "Mail-Recipient"),
    ("dLMemRejectPermsBL", "DL-Mem-Reject-Perms-BL", OLD + "293", "dn", MULTI, None, 117, "Top"),
    ("publicDelegates", "Public-Delegates", OLD + "238", "dn", MULTI, None, 14, "Mail-Recipient"),
    ("publicDelegatesBL", "Public-Delegates-BL", OLD + "295", "dn", MULTI, None, 15, "Top"),
    ("msExchModeratedByLink", "Moderated-By-Link", NEW + "50952", "dn", MULTI, None, 41000, "Mail-Recipient"),
    ("msExchModeratedObjectsBL", "Moderated-Objects-BL", NEW + "50955", "dn", MULTI, None, 41001, "Top"),
    ("msExchCoManagedByLink", "Co-Managed-By-Link", NEW + "50953", "dn", MULTI, None, 41002, "Group"),
    ("msExchCoManagedObjectsBL", "Co-Managed-Objects-BL", NEW + "50954", "dn", MULTI, None, 41003, "Top"),
    ("reportToOriginator", "Report-To-Originator", OLD + "206", "boolean", SINGLE, None, None, "Group"),
    ("reportToOwner", "Report-To-Owner", OLD + "207", "boolean", SINGLE, None, None, "Group"),
    ("oOFReplyToOriginator", "OOF-Reply-To-Originator", OLD + "438", "boolean", SINGLE, None, None, "Group"),
    ("hideDLMembership", "Hide-DL-Membership", OLD + "297", "boolean", SINGLE, None, None, "Group"),
    ("msExchGroupJoinRestriction", "Group-Join-Restriction", NEW + "50963", "integer", SINGLE, None, None, "Group"),
    ("msExchGroupDepartRestriction", "Group-Depart-Restriction", NEW + "50964", "integer", SINGLE, None, None, "Group"),
    ("msExchProductId", "Product-Id", NEW + "59999", "text", SINGLE, None, None, None),
]
for n in range(1, 16):
    number = OLD + str(422 + n if n <= 10 else 588 + n)
    longest = 1024 if n <= 10 else 2048
    ATTRIBUTES.append((f"extensionAttribute{n}", f"Extension-Attribute-{n}", number, "text", SINGLE, longest, None, "Mail-Recipient"))

SCHEMA_VERSION = "17003"  # Exchange 2019 CU13 and later
ORGANISATION_VERSION = "16763"
DOMAIN_VERSION = "13243"
PRODUCT = "Microsoft Exchange Server 2019 Standard Edition"


def message(db, dn, **attributes):
    record = ldb.Message(ldb.Dn(db, dn))
    for name, value in attributes.items():
        if value is not None:
            record[name] = ldb.MessageElement(value, ldb.FLAG_MOD_ADD, name)
    return record


def add_attribute(db, schema_dn, name, cn, oid, syntax, single, longest, link=None, version=None):
    kind, om_syntax, om_class = SYNTAXES[syntax]
    db.add(message(
        db, f"CN=ms-Exch-{cn},{schema_dn}", objectClass=["top", "attributeSchema"], cn=f"ms-Exch-{cn}",
        lDAPDisplayName=name, adminDisplayName=f"ms-Exch-{cn}", attributeID=oid, attributeSyntax=kind,
        oMSyntax=om_syntax, oMObjectClass=om_class, isSingleValued=single, searchFlags="0", systemOnly="FALSE",
        isMemberOfPartialAttributeSet="TRUE" if link is None or link % 2 == 0 else "FALSE",
        rangeLower="1" if longest else None, rangeUpper=version or (str(longest) if longest else None),
        linkID=str(link) if link else None))


def add_class(db, schema_dn, name, cn, oid, parent, superior, may):
    db.add(message(
        db, f"CN=ms-Exch-{cn},{schema_dn}", objectClass=["top", "classSchema"], cn=f"ms-Exch-{cn}",
        lDAPDisplayName=name, adminDisplayName=f"ms-Exch-{cn}", governsID=oid, subClassOf=parent,
        possSuperiors=superior, mayContain=may, objectClassCategory="1", rDNAttID="cn", systemOnly="FALSE",
        defaultHidingValue="TRUE", defaultObjectCategory=f"CN=ms-Exch-{cn},{schema_dn}"))


def add_attributes(db):
    """Step 1. Classes can name the new attributes only after the schema was loaded again, by another process."""
    schema_dn = str(db.get_schema_basedn())
    for name, cn, oid, syntax, single, longest, link, _ in ATTRIBUTES:
        add_attribute(db, schema_dn, name, cn, oid, syntax, single, longest, link)
    add_attribute(db, schema_dn, "msExchSchemaVersionPt", "Schema-Version-Pt", NEW + "97", "integer", SINGLE, None, version=SCHEMA_VERSION)


def add_to_classes(db):
    """Step 2."""
    schema_dn = str(db.get_schema_basedn())
    for cn in ("Mail-Recipient", "Group", "Top"):
        names = [row[0] for row in ATTRIBUTES if row[7] == cn]
        db.modify(message(db, f"CN={cn},{schema_dn}", mayContain=names))
    classes = "1.2.840.113556.1.5.7000.62."
    add_class(db, schema_dn, "msExchOrganizationContainer", "Organization-Container", classes + "50020",
              "container", "container", ["objectVersion", "msExchProductId"])
    add_class(db, schema_dn, "msExchSystemObjectsContainer", "System-Objects-Container", classes + "50034",
              "container", "domainDNS", ["objectVersion"])


def add_organisation(db, name):
    """Step 3."""
    services = f"CN=Microsoft Exchange,CN=Services,{db.get_config_basedn()}"
    db.add(message(db, services, objectClass=["top", "container"]))
    db.add(message(db, f"CN={name},{services}", objectClass=["top", "container", "msExchOrganizationContainer"],
                   objectVersion=ORGANISATION_VERSION, msExchProductId=PRODUCT))
    # Samba's default descriptor of the class lets administrators alone read it; Exchange lets everybody who signs in.
    SDUtils(db).dacl_add_ace(f"CN={name},{services}", "(A;;RPLCLORC;;;AU)")
    db.add(message(db, f"CN=Microsoft Exchange System Objects,{db.domain_dn()}",
                   objectClass=["top", "container", "msExchSystemObjectsContainer"], objectVersion=DOMAIN_VERSION))
