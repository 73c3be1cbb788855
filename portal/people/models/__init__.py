"""Accounts and what hangs on them. Others import from here."""

from portal.people.models.consents import Consent, ConsentText
from portal.people.models.data import AddressChange, DataExport
from portal.people.models.duties import DepartmentMember, Expert, RoleRequest
from portal.people.models.identity import DeskCheck, Identity, IdentityAttempt
from portal.people.models.order import Appeal, Block
from portal.people.models.security import FactorRecovery, SignIn
from portal.people.models.users import User, UserManager

__all__ = [
    "AddressChange",
    "Appeal",
    "Block",
    "Consent",
    "ConsentText",
    "DataExport",
    "DepartmentMember",
    "DeskCheck",
    "Expert",
    "FactorRecovery",
    "Identity",
    "IdentityAttempt",
    "RoleRequest",
    "SignIn",
    "User",
    "UserManager",
]
