"""Message catalogues without the gettext tools: extraction, comparison, compilation.

`portal/locale` holds our own strings, `portal/locale_packages` those strings of installed packages
that the package itself leaves without Ukrainian, or translates wrongly or against our glossary.

- `sources`: which strings stand in Python and templates
- `files`: where the catalogues lie, how they are read, written and compiled
- `entries`: what makes an entry whole
- `ours`: the catalogues of our own code
- `packages`: the survey of installed packages, and the catalogue that fills their gaps
- `upstream`: the same as patches for the packages
- `wording`: words that the Ukrainian of the portal does not use
- `sound`: what to do where a compiled catalogue cannot be read
"""
