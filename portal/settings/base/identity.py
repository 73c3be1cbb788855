"""Who proves to the portal who a person is (portal/people/identity; docs/deployment.md, «Identity»)."""

from portal.settings.base.environment import env

# Classes after portal.people.identity.providers.IdentityProvider, in the order of their buttons.
IDENTITY_PROVIDERS = env.list("IDENTITY_PROVIDERS", default=["portal.people.identity.gov_ua.GovUa"])
# id.gov.ua: without these there is no button.
GOV_UA_CLIENT_ID = env.str("GOV_UA_CLIENT_ID", default="")
GOV_UA_CLIENT_SECRET = env.str("GOV_UA_CLIENT_SECRET", default="")
GOV_UA_URL = env.str("GOV_UA_URL", default="https://id.gov.ua")
GOV_UA_AUTH_TYPES = env.str("GOV_UA_AUTH_TYPES", default="dig_sign,bank_id,diia_id")
# The service that holds the site's key and opens the hub's envelopes.
IDENTITY_DECRYPT_URL = env.str("IDENTITY_DECRYPT_URL", default="")
# Seconds for all requests of one identification together.
IDENTITY_TIMEOUT = env.float("IDENTITY_TIMEOUT", default=12.0)
# As proven addresses write it («Київ»); without it no address proves a district.
CITY_NAME = env.str("CITY_NAME", default="")
# The pretended hub at /fake-identity/, of development and tests.
FAKE_IDENTITY = False
