"""The unpickler that loads arrays and runs nothing."""

import io
import os
import pickle

import numpy as np
import pytest

from resnet_book.data.safe_pickle import ArrayUnpickler


class Call:
    """Pickles as a call of `function`, which runs where it is unpickled."""

    def __init__(self, function, *args):
        self.call = (function, args)

    def __reduce__(self):
        return self.call


def unpickle(content: bytes):
    return ArrayUnpickler(io.BytesIO(content), "the file").load()


@pytest.mark.parametrize("protocol", [2, 4])
def test_plain_values_and_arrays_come_back_as_they_were(protocol):
    array = np.arange(24, dtype=np.uint8).reshape(4, 6)
    value = {b"data": array, b"labels": [1, 2], b"name": b"\xe9t\xe9", "text": (0.5, None)}
    found = unpickle(pickle.dumps(value, protocol=protocol))
    assert np.array_equal(found.pop(b"data"), array)
    del value[b"data"]
    assert found == value


@pytest.mark.parametrize("dtype", [np.float32, np.int64, object])
def test_arrays_of_another_type_are_refused(dtype):
    with pytest.raises(pickle.UnpicklingError, match="an array of type"):
        unpickle(pickle.dumps(np.zeros(3, dtype=dtype), protocol=2))


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("name", ["system", "eval", "numpy"])
def test_pickle_that_calls_a_function_is_refused_and_not_run(tmp_path, cifar, protocol, name, said):
    trace = tmp_path / "trace"
    harm = {
        "system": Call(os.system, f"touch {trace}"),
        "eval": Call(eval, f"open({str(trace)!r}, 'w')"),
        "numpy": Call(np.save, str(trace), 1),
    }[name]
    content = pickle.dumps({b"data": harm}, protocol=protocol)
    path = cifar.write("python", tmp_path) / list(cifar.sizes)[-1]
    path.write_bytes(content)
    for message in (said(unpickle, content), said(cifar.load, tmp_path)):
        assert "asks to run" in message
        assert harm.call[0].__name__ in message
    assert str(path) in message
    assert list(tmp_path.glob("trace*")) == []


@pytest.mark.parametrize(
    "code",
    [
        b"cbuiltins\nexec\n.",
        b"cnumpy\nload\n.",
        b"cnumpy.core.multiarray\nscalar\n.",
        b"\x80\x04\x8c\x05numpy\x8c\x0ddtype.__new__\x93.",  # a dotted name within an allowed one
        b"(ios\nsystem\n.",
    ],
)
def test_names_beside_the_allowed_ones_are_refused(code, said):
    assert "the file asks to run" in said(unpickle, code)
