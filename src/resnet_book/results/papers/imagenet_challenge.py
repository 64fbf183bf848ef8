"""The revolution of depth: winners of the ImageNet challenge, their depths and errors."""

from __future__ import annotations

from dataclasses import dataclass

from resnet_book.results.papers.cells import PAPERS


@dataclass(frozen=True)
class Entry:
    """An entry of the ImageNet challenge (ILSVRC), image classification.

    Attributes:
        year: of the challenge.
        name: the common name of the network, or of the team if the network has none.
        team: the name under which it entered.
        depth: weight layers of the deepest network; None for the shallow methods before 2012.
        top5_error: on the test set, in %, with the challenge's own training images only.
        source: where the error and the depth were published.
        note: a caution for comparisons.
        won: False for a runner-up.
        ensemble: how many networks were averaged; None if the sources do not say.
    """

    year: int
    name: str
    team: str
    depth: int | None
    top5_error: float
    source: str
    note: str
    won: bool = True
    ensemble: int | None = None


_CHALLENGE = "Russakovsky et al. 2015, arXiv:1409.0575"

REVOLUTION_OF_DEPTH: tuple[Entry, ...] = (
    Entry(
        2010,
        "NEC-UIUC",
        "NEC-UIUC",
        depth=None,
        top5_error=28.2,
        source=_CHALLENGE,
        note="hand-made features (SIFT and LBP) with a linear classifier",
    ),
    Entry(
        2011,
        "XRCE",
        "XRCE",
        depth=None,
        top5_error=25.8,
        source=_CHALLENGE,
        note="hand-made features as Fisher vectors, with linear classifiers",
    ),
    Entry(
        2012,
        "AlexNet",
        "SuperVision",
        depth=8,
        top5_error=16.4,
        source=f"{_CHALLENGE}; depth: Krizhevsky et al. 2012",
        note="15.3 % with two more networks trained first on other ImageNet images",
        ensemble=5,
    ),
    Entry(
        2013,
        "Clarifai",
        "Clarifai",
        depth=8,
        top5_error=11.7,
        source=f"{_CHALLENGE}; depth: Zeiler and Fergus 2013, arXiv:1311.2901",
        note="often labelled ZFNet, which is another entry of that year, with a higher error; the "
        "winner's networks were designed with Zeiler and Fergus's method, and 8 layers is the "
        "depth of the networks in their paper; 11.2 % with outside images",
    ),
    Entry(
        2014,
        "VGG",
        "VGG",
        depth=19,
        top5_error=7.3,
        source=f"{_CHALLENGE}; depth: {PAPERS['simonyan2014']}",
        note="second in classification; 16 and 19 layers were its deepest networks",
        won=False,
        ensemble=7,
    ),
    Entry(
        2014,
        "GoogLeNet",
        "GoogLeNet",
        depth=22,
        top5_error=6.7,
        source=f"{_CHALLENGE}; depth: Szegedy et al. 2014, arXiv:1409.4842",
        note="22 layers with parameters, along the longest path",
        ensemble=7,
    ),
    Entry(
        2015,
        "ResNet",
        "MSRA",
        depth=152,
        top5_error=3.57,
        source=f"{PAPERS['he2015']}, Table 5",
        note="six residual nets, two of them 152 layers deep; one ResNet-152 alone has 4.49 % on "
        "the validation set (Table 4)",
        ensemble=6,
    ),
)
