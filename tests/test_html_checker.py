"""The checker finds what a checker of HTML refuses, and nothing in what is right."""

from __future__ import annotations

import pytest

from tests.html_checker import problems

RIGHT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body><main>
<form method="post"><label for="a">A</label><input id="a" name="a" list="known"><datalist id="known"><option value="x">
</datalist><fieldset><legend>B</legend><label for="b"><input type="checkbox" id="b" name="b"> B</label></fieldset>
<button>Save</button></form>
<p><time datetime="2026-03-14T16:05:09+00:00">then</time>
<time datetime="2026-03-14">that day</time> <a href="#a">A</a></p>
<details><summary><h2>More</h2></summary><dl><div><dt>x</dt><dd>y</dd></div></dl></details>
<table><thead><tr><th scope="col">H</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></main></body></html>"""
WRONG = {
    "a form inside a paragraph": "<p>before<form><button>x</button></form></p>",
    "six decimals of a second": '<time datetime="2026-03-14T16:05:09.758396+00:00">then</time>',
    "a list without its datalist": '<input name="q" aria-label="q" list="nowhere">',
    "a label of nothing": '<label for="nowhere">x</label>',
    "one id twice": '<i id="one"></i><i id="one"></i>',
    "a button inside a link": '<a href="/"><button>x</button></a>',
    "a link inside a link": '<a href="/">x<a href="/">y</a></a>',
    "a form inside a form": "<form><form></form></form>",
    "a block inside phrases": "<span><div>x</div></span>",
    "an item without a list": "<div><li>x</li></div>",
    "a list of other things": "<ul><p>x</p></ul>",
    "a link that leads nowhere": '<a href="#nowhere">x</a>',
    "a description that is not there": '<input name="q" aria-label="q" aria-describedby="nowhere">',
    "an attribute twice": '<p class="a" class="b">x</p>',
    "an end without a beginning": "<p>x</b></p>",
    "a length of a number": '<input type="number" name="n" aria-label="n" maxlength="3">',
    "a link without words": '<a href="/"></a>',
    "a fold without its head": "<details><p>x</p></details>",
}


def page(inside: str) -> str:
    """Put something into a page that is right otherwise."""
    return RIGHT.replace("</main>", f"{inside}</main>")


def test_what_is_right_passes() -> None:
    assert problems(RIGHT) == []
    assert problems("<h2>A piece</h2><p>of a <a href='#elsewhere'>page</a></p>") == []


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_found(what: str) -> None:
    assert problems(page(WRONG[what])) != []


def test_what_is_wrong_is_found_again_in_the_next_page_of_its_shape() -> None:
    for words in ("once", "and again"):
        assert problems(page(f"<span><div>{words}</div></span>")) != []
