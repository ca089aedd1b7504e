"""Prints precision and recall of the plan import on the corpus: `python -m tests.letters` (or `make plans`)."""

import sys

from tests.letters.making import letters
from tests.letters.measuring import KINDS, Score, measured


def main() -> None:
    """A line a letter, then the sums; what went wrong below."""
    sums = {kind: Score() for kind in KINDS}
    say = sys.stdout.write
    say(
        f"{'letter':<22}"
        + "".join(f"{kind:>22}" for kind in KINDS)
        + "   (found/said, precision, recall)\n"
    )
    for letter in letters():
        scores = measured(letter)
        say(f"{letter.name:<22}" + "".join(_cell(scores[kind]) for kind in KINDS) + "\n")
        for kind in KINDS:
            sums[kind] += scores[kind]
            for told in scores[kind].told:
                say(f"    {kind}: {told}\n")
    say(f"{'all':<22}" + "".join(_cell(sums[kind]) for kind in KINDS) + "\n")
    say(
        f"left to a person's eye: {sums['slogans'].doubted} slogans, {sums['dates'].doubted} days\n"
    )


def _cell(score: Score) -> str:
    return f"{score.right:>7}/{score.right + score.missed:<3} {score.precision:>4.2f} {score.recall:>4.2f} "


if __name__ == "__main__":
    main()
