#!/usr/bin/python3
"""Makes and fills a test directory through Samba's own Python API, without a running server where possible.

usage: directory.py provision | exchange | delegate | grant | seal | seed   (what to do as JSON on stdin, what came of it on stdout)
"""
import json
import logging
import re
import sys

import ldb
from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.ndr import ndr_unpack
from samba.dcerpc import misc, security
from samba.param import LoadParm
from samba.provision import FILL_FULL, provision
from samba.samdb import SamDB
from samba.schema import Schema
from samba.sd_utils import SDUtils

import exchange

# Debian's Samba 4.17 ships this schema but does not offer it; from 4.19 on the entry is there.
Schema.base_schemas.setdefault(
    "2016", ("AD_DS_Attributes__Windows_Server_2016.ldf", "AD_DS_Classes__Windows_Server_2016.ldf", 87))

RECYCLE_BIN = "766ddcd8-acd0-445e-f3b9-a7f9b6744f2a"
GROUP = "bf967a9c-0de6-11d0-a285-00aa003049e2"  # schemaIDGUID of the class group


def load(conf):
    lp = LoadParm()
    lp.load(conf)
    lp.set("dsdb:schema update allowed", "yes")
    return lp


def open_db(order, **options):
    lp = load(order["conf"])
    return SamDB(url=lp.private_path("sam.ldb"), lp=lp, session_info=system_session(lp), **options)


def make(order):
    logging.basicConfig(level=logging.WARNING)
    provision(
        logging.getLogger("provision"), system_session(), targetdir=order["dir"], samdb_fill=FILL_FULL,
        realm=order["realm"], domain=order["domain"], hostname=order["host"], hostip="127.0.0.1",
        adminpass=order["password"], serverrole="active directory domain controller",
        dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2, dns_backend="NONE", base_schema=order["schema"],
        backend_store="mdb", skip_sysvolacl=True, lp=LoadParm(), batch_mode=True)
    db = open_db(order)
    relax_passwords(db)
    if order["recycleBin"]:
        # A modify of the root, for which SamDB has no method.
        db.modify_ldif(
            "dn:\nchangetype: modify\nadd: enableOptionalFeature\n"
            f"enableOptionalFeature: CN=Partitions,{db.get_config_basedn()}:{RECYCLE_BIN}\n")
    if order["exchange"] != "none":
        db.transaction_start()  # one transaction, because the schema is reloaded after each
        exchange.add_attributes(db)
        db.transaction_commit()


def relax_passwords(db):
    """Disables the password policy, because the tests are about groups."""
    policy = ldb.Message(ldb.Dn(db, db.domain_dn()))
    for name in ("pwdProperties", "minPwdLength", "minPwdAge", "pwdHistoryLength", "lockoutThreshold"):
        policy[name] = ldb.MessageElement("0", ldb.FLAG_MOD_REPLACE, name)
    policy["maxPwdAge"] = ldb.MessageElement("-9223372036854775808", ldb.FLAG_MOD_REPLACE, "maxPwdAge")
    db.modify(policy)


def finish_exchange(order):
    exchange.add_to_classes(open_db(order))
    if order["exchange"] == "organization":
        exchange.add_organisation(open_db(order), "Contoso")


def delegate(order):
    """Creates an account that may create, change and delete groups below one OU, and nothing else."""
    db = open_db(order)
    db.newuser(order["account"], order["password"])
    [user] = db.search(base=db.domain_dn(), expression=f"(sAMAccountName={order['account']})", attrs=["objectSid"])
    sid = ndr_unpack(security.dom_sid, user["objectSid"][0])
    SDUtils(db).dacl_add_ace(
        order["ou"], f"(OA;CI;CCDC;{GROUP};;{sid})(OA;CIIO;RPWPLCLORC;;{GROUP};{sid})(OA;CIIO;SD;;{GROUP};{sid})")
    return {"dn": str(user.dn), "sid": str(sid)}


def grant(order):
    """Adds an entry to the access list of an object, in SDDL."""
    SDUtils(open_db(order)).dacl_add_ace(order["dn"], order["ace"])


def seal(order):
    """Disables the inheritance of access rights for an object, as Windows' "disable inheritance" does."""
    db = open_db(order)
    utils, domain = SDUtils(db), security.dom_sid(db.get_domain_sid())
    text = utils.read_sd_on_dn(order["dn"], controls=["sd_flags:1:4"]).as_sddl(domain)
    own = [ace for ace in re.findall(r"\([^)]*\)", text[text.index("D:"):]) if "ID" not in ace.split(";")[1]]
    sealed = security.descriptor.from_sddl("D:PAI" + "".join(own), domain)
    utils.modify_sd_on_dn(order["dn"], sealed, controls=["sd_flags:1:4"])


def seed(order):
    """Adds objects, 500 per transaction (one big transaction is four times slower), and prints their identities."""
    db = open_db(order, options=["batch_mode:1"])
    result = []
    for start in range(0, len(order["objects"]), 500):
        chunk = order["objects"][start:start + 500]
        db.transaction_start()
        for item in chunk:
            record = ldb.Message(ldb.Dn(db, item["dn"]))
            for name, values in item["attributes"].items():
                record[name] = ldb.MessageElement(values, ldb.FLAG_MOD_ADD, name)
            db.add(record)
        db.transaction_commit()
        for item in chunk:
            [found] = db.search(base=item["dn"], scope=ldb.SCOPE_BASE, attrs=["objectGUID", "objectSid"])
            sid = found.get("objectSid")
            result.append({
                "dn": item["dn"],
                "guid": str(ndr_unpack(misc.GUID, found["objectGUID"][0])),
                "sid": str(ndr_unpack(security.dom_sid, sid[0])) if sid else None,
            })
    return result


COMMANDS = {
    "provision": make, "exchange": finish_exchange, "delegate": delegate, "grant": grant, "seal": seal, "seed": seed}
json.dump(COMMANDS[sys.argv[1]](json.load(sys.stdin)), sys.stdout)
