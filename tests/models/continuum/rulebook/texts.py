"""What no text of the rules may hold."""

import re

UNSPEAKABLE = re.compile(
    r"""[_\[\]{}@<>=]            # marks of data, not of sentences
    | \s\s | \s[,;.:] | ,, | ,; | ;, # slips of joining
    | \bNone\b | \bTrue\b
    | \d\s%                     # a percent sign stands by its number
    | \bquarters?\s(?:of\sthe\slast|more)|more\squarters?
    | \bmore\smatch\b(?!\s(?:of|with))
    | \bEC[123]\.               # the code of a practice
    """,
    re.VERBOSE,
)


def unspeakable(text):
    """List what a principal could not read aloud."""
    repeated = [f"{word} {word}" for word in re.findall(r"\b(\w+) \1\b", text)]
    return UNSPEAKABLE.findall(text) + repeated


def bare_codes(text, catalogue):
    """List the codes of values that stand in a text where no label or phrase has that word."""
    said = {
        word
        for values in catalogue.vocabularies.values()
        for value in values.values()
        for word in re.findall(r"\w+", f"{value.label} {value.phrase or ''}".lower())
    }
    codes = {code for values in catalogue.vocabularies.values() for code in values if "_" in code}
    return sorted(code for code in codes - said if re.search(rf"\b{code}\b", text))
