"""What is kept for as long as the process lives is taken out of the cyclic garbage collector's rounds.

The collector looks through every object that it may have to free. Rules, mappings and kept engines are hundreds of
thousands of objects that stay; looking through them again and again costs seconds, and writes into memory that forked
workers could have gone on sharing.
"""

from __future__ import annotations

import gc


def settle() -> None:
    """Let the collector leave alone everything that is alive now.

    To be called after something large that stays was built. What is dropped later is still freed at once, by its
    count of references, unless it stands in a circle: what is kept must not.
    """
    gc.collect()
    gc.freeze()
