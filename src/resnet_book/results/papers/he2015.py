"""He et al. 2015, "Deep Residual Learning for Image Recognition": tables 1 to 8 and the recipe."""

from __future__ import annotations

from dataclasses import dataclass

from resnet_book.results.papers.cells import PAPERS, table

TABLE_1 = table(
    "he2015",
    1,
    ("multiply-adds",),
    residual={
        "ResNet-18": (1.8,),
        "ResNet-34": (3.6,),
        "ResNet-50": (3.8,),
        "ResNet-101": (7.6,),
        "ResNet-152": (11.3,),
    },
    note="the paper writes FLOPs and counts multiply-adds",
)

TABLE_2 = table(
    "he2015",
    2,
    ("top-1 error",),
    plain={"plain-18": (27.94,), "plain-34": (28.54,)},
    residual={"ResNet-18": (27.88,), "ResNet-34": (25.03,)},
    note="10 crops; shortcut option A",
)

TABLE_3 = table(
    "he2015",
    3,
    ("top-1 error", "top-5 error"),
    other={
        "VGG-16": (28.07, 9.33),
        "GoogLeNet": (None, 9.15),
        "PReLU-net": (24.27, 7.38),
    },
    plain={"plain-34": (28.54, 10.02)},
    residual={
        "ResNet-34 A": (25.03, 7.76),
        "ResNet-34 B": (24.52, 7.46),
        "ResNet-34 C": (24.19, 7.40),
        "ResNet-50": (22.85, 6.71),
        "ResNet-101": (21.75, 6.05),
        "ResNet-152": (21.43, 5.71),
    },
    note="10 crops",
)

_TEST_SET = "on the test set, where the others are on the validation set"
TABLE_4 = table(
    "he2015",
    4,
    ("top-1 error", "top-5 error"),
    other={
        "VGG (ILSVRC'14)": (None, {"value": 8.43, "note": _TEST_SET}),
        "GoogLeNet (ILSVRC'14)": (None, 7.89),
        "VGG (v5)": (24.4, 7.1),
        "PReLU-net": (21.59, 5.71),
        "BN-inception": (21.99, 5.81),
    },
    residual={
        "ResNet-34 B": (21.84, 5.71),
        "ResNet-34 C": (21.53, 5.60),
        "ResNet-50": (20.74, 5.25),
        "ResNet-101": (19.87, 4.60),
        "ResNet-152": (19.38, 4.49),
    },
    note="single model, validation set",
)

TABLE_5 = table(
    "he2015",
    5,
    ("top-5 error",),
    other={
        "VGG (ILSVRC'14)": (7.32,),
        "GoogLeNet (ILSVRC'14)": (6.66,),
        "VGG (v5)": (6.8,),
        "PReLU-net": (4.94,),
        "BN-inception": (4.82,),
    },
    residual={
        "ResNet (ILSVRC'15)": (
            {"value": 3.57, "note": "ensemble of six residual nets, two of them 152 layers deep"},
        ),
    },
    note="ensembles, test set",
)

_MEAN = "mean; the paper's headline figure is the best of the runs"
TABLE_6 = table(
    "he2015",
    6,
    ("test error", "parameters"),
    other={
        "Maxout": (9.38, None),
        "NIN": (8.81, None),
        "DSN": (8.22, None),
        "FitNet-19": (8.39, 2.5),
        "Highway-19": ({"value": 7.72, "spread": 0.16, "best": 7.54, "note": _MEAN}, 2.3),
        "Highway-32": (8.80, 1.25),
    },
    residual={
        "ResNet-20": (8.75, 0.27),
        "ResNet-32": (7.51, 0.46),
        "ResNet-44": (7.17, 0.66),
        "ResNet-56": (6.97, 0.85),
        "ResNet-110": (
            {"value": 6.61, "spread": 0.16, "best": 6.43, "runs": 5, "note": _MEAN},
            1.7,
        ),
        "ResNet-1202": (7.93, 19.4),
    },
)

TABLE_7 = table(
    "he2015",
    7,
    ("VOC 07 test mAP", "VOC 12 test mAP"),
    other={"VGG-16": (73.2, 70.4)},
    residual={"ResNet-101": (76.4, 73.8)},
    note="baseline Faster R-CNN",
)

TABLE_8 = table(
    "he2015",
    8,
    ("mAP@.5", "mAP@[.5, .95]"),
    other={"VGG-16": (41.5, 21.2)},
    residual={"ResNet-101": (48.4, 27.2)},
    note="COCO validation set, baseline Faster R-CNN",
)


@dataclass(frozen=True)
class CifarRecipe:
    """How He et al. 2015 trained on CIFAR-10 (section 4.2), as the paper states it."""

    source: str = f"{PAPERS['he2015']}, section 4.2"
    training_images: int = 45_000  # for choosing the schedule; the other 5,000 to validate
    batch_size: int = 128
    momentum: float = 0.9
    weight_decay: float = 1e-4
    learning_rate: float = 0.1
    learning_rate_divisor: int = 10
    milestones: tuple[int, ...] = (32_000, 48_000)  # iterations
    iterations: int = 64_000
    pad: int = 4
    crop: int = 32
    horizontal_flip: bool = True
    dropout: float = 0.0
    batch_norm: bool = True
    initialisation: str = "He et al. 2015, arXiv:1502.01852"
    shortcut: str = "A"
    # ResNet-110 only: until the training error is below 80 %, about 400 iterations.
    warmup_learning_rate: float = 0.01
    warmup_until_training_error: float = 80.0  # %
    warmup_iterations: int = 400


CIFAR_RECIPE = CifarRecipe()
