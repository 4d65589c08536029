"""How often an article that was changed on purpose still passes for a copy, and what signatures cost.

    python benchmarks/bench_duplicates.py [INPUT …]      default input: raw

Each article is changed in ways that leave it the same article (a menu more, a typo, a lead less) and in
ways that make it another (a figure, a name): the thresholds of `pipeline.duplicates` were chosen on this.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable

import corpus

from pipeline.duplicates import Candidate, fingerprint, group, same

Change = Callable[[str, list[str], random.Random], str]

_LEAST = 600  # characters of an article that is long enough to lose a lead
_MENU = 400


def menu(article: str, others: list[str], dice: random.Random) -> str:
    """Some lines of another article go before this one."""
    lines = dice.choice(others).splitlines()
    return "\n".join(dice.sample(lines, min(4, len(lines))))[:_MENU] + "\n\n" + article


def typo(article: str, _: list[str], dice: random.Random) -> str:
    """Two letters of a word change places."""
    word = dice.choice(list(re.finditer(r"[^\W\d_]{4,}", article)))
    at = dice.randrange(word.start(), word.end() - 1)
    return article[:at] + article[at + 1] + article[at] + article[at + 2 :]


def lead_cut(article: str, _: list[str], __: random.Random) -> str:
    """The paragraph after the title goes."""
    title, *paragraphs = [line for line in article.splitlines() if line.strip()]
    return "\n\n".join([title, *paragraphs[1:]])


def end_cut(article: str, _: list[str], __: random.Random) -> str:
    """The last 30 % go."""
    return article[: len(article) * 7 // 10]


def figure(article: str, _: list[str], dice: random.Random) -> str:
    """One figure becomes another."""
    figures = list(re.finditer(r"\d+", article))
    if not figures:
        return article
    chosen = dice.choice(figures)
    return article[: chosen.start()] + str(int(chosen.group()) + dice.randint(1, 9)) + article[chosen.end() :]


def figure_and_menu(article: str, others: list[str], dice: random.Random) -> str:
    """One figure becomes another, under another menu."""
    other = figure(article, others, dice)
    return article if other == article else menu(other, others, dice)


def name(article: str, _: list[str], dice: random.Random) -> str:
    """A name that stands there more than once becomes another."""
    names = [found for found in re.findall(r"(?<=[a-zé,] )[A-ZÉ][a-zéè]{3,}", article) if article.count(found) > 1]
    return article.replace(dice.choice(names), "Castelvieux") if names else article


SAME: dict[str, Change] = {"a menu more": menu, "a typo": typo, "lead cut": lead_cut, "last 30 % cut": end_cut}
OTHER: dict[str, Change] = {"a figure": figure, "a figure, a menu": figure_and_menu, "a name": name}


def taken_for_copies(change: Change, articles: list[str]) -> str:
    """How many articles pass for copies of themselves after a change, of those that it changes."""
    dice = random.Random(1)  # noqa: S311 - no secret
    changed = [(article, change(article, articles, dice)) for article in articles]
    pairs = [(fingerprint(before), fingerprint(after)) for before, after in changed if before != after]
    return f"{sum(same(*pair) for pair in pairs)} of {len(pairs)}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("inputs", nargs="*", default=["raw"])
    started = time.process_time()
    texts = [document.text for document in corpus.documents(parser.parse_args().inputs)]
    cleaned = time.process_time()
    signatures = [fingerprint(text) for text in texts]
    signed = time.process_time()
    group(Candidate(f"{number:06}", None, signature) for number, signature in enumerate(signatures))
    grouped = time.process_time()
    spent = {"reading and cleaning": cleaned - started, "signature": signed - cleaned, "grouping": grouped - signed}
    for stage, seconds in spent.items():
        print(f"{stage:22} {1000 * seconds / len(texts):8.2f} ms an article")
    articles = [text for text in dict.fromkeys(texts) if len(text) >= _LEAST]
    for title, changes in (("the same article, with", SAME), ("another article, by", OTHER)):
        print(f"\n{title}")
        for label, change in changes.items():
            print(f"  {label:20} taken for a copy: {taken_for_copies(change, articles)}")


if __name__ == "__main__":
    main()
