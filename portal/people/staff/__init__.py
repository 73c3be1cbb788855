"""The part of staff: the list of people, roles, blocks, requests, second factors."""
