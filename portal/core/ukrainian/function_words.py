"""Words that bind others and carry no subject: they need not be found for a page to answer a query.

What the dictionary calls nothing but preposition, conjunction, particle, pronoun or interjection is
one. Those listed here have a namesake in it («до» the note, «під» the hearth, «як» the animal) or
are missing from it, and hardly anybody searches for the namesake.
"""

_UKRAINIAN = """
    був була були було бути буде будуть вже уже вона втім до досить його за зараз зате їм коли
    ледве мені мене може можна має мають немає ніж об однак перед під піді поза понад після при
    про проти собі також тим тих того тому усі усе чого чому як яка яку яким серед навколо
    протягом упродовж впродовж згідно відповідно щодо поряд тільки доки є мов неначе проте ага ой
    ах кому чим
"""
_ENGLISH = """
    a an and are as at be been but by can did do does for from had has have how i if in into is it
    its no not of on or our shall should so than that the their them then there these they this
    those to was we were what when where which who why will with would you your
"""
UKRAINIAN = frozenset(_UKRAINIAN.split())
ENGLISH = frozenset(_ENGLISH.split())

# Parts of speech of the dictionary. An adverb beside one of them («проте») changes nothing.
PARTS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
ADVERB = "ADVB"
