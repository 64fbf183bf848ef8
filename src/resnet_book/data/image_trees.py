"""Read a data set from folders of images: `train/<class>/*` and `test/<class>/*`."""

from pathlib import Path

import numpy as np

from resnet_book.data.cifar_layouts import IMAGE_SHAPE, Arrays, CifarLayout, DataError
from resnet_book.progress import progress_bar

SPLITS = ("train", "test")
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")


def holds_tree(folder: Path, layout: CifarLayout) -> bool:
    """Whether `folder` has a folder of any of the data set's classes."""
    return any((folder / split / name).is_dir() for split in SPLITS for name in layout.classes)


def read_tree(folder: Path, layout: CifarLayout) -> Arrays:
    """Both splits, ordered by class, then by file name.

    `DataError` names a class that is missing, a wrong number of images, and an image that cannot
    be read or is not 32×32.
    """
    train = _read_split(folder / "train", layout.train_count, layout)
    return Arrays(*train, *_read_split(folder / "test", layout.test_count, layout))


def _read_split(folder: Path, count: int, layout: CifarLayout) -> tuple[np.ndarray, np.ndarray]:
    """One split: images (count, 3, 32, 32) and labels (count,)."""
    files = [
        (path, label)
        for label, name in enumerate(layout.classes)
        for path in _list_images(folder / name, layout)
    ]
    if len(files) != count:
        raise DataError(
            f"{folder} holds {len(files):,} images instead of {count:,}: it is incomplete or not "
            f"{layout.title}, copy it again."
        )
    images = np.empty((count, *IMAGE_SHAPE), dtype=np.uint8)
    with progress_bar(f"decoding {folder.name}", total=count) as bar:
        for i, (path, _) in enumerate(files):
            images[i] = _decode(path, layout)
            bar.update()
    return images, np.array([label for _, label in files], dtype=np.int64)


def _list_images(folder: Path, layout: CifarLayout) -> list[Path]:
    try:
        visible = (path for path in folder.iterdir() if not path.name.startswith("."))
        return sorted(path for path in visible if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise layout.unreadable(folder, error) from None


def _decode(path: Path, layout: CifarLayout) -> np.ndarray:
    """One image file as uint8 (3, 32, 32)."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            if image.size == IMAGE_SHAPE[1:]:
                return np.asarray(image.convert("RGB")).transpose(2, 0, 1)
            width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):  # raised by Pillow
        raise DataError(f"{path} is not a readable image: copy it again.") from None
    raise DataError(
        f"{path} is {width}×{height}, but {layout.title}'s images are 32×32: replace it."
    )
