"""Faster matrix products for spaCy's model: its own are slow on processors that its library does not know."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model, NumpyOps

from conflict_cli.pipeline.onnx_sessions import open_session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class OnnxOps(NumpyOps):  # type: ignore[misc]  # thinc's has no types
    """thinc's operations on NumPy arrays, with the matrix products of onnxruntime.

    thinc 8.3 takes BLIS, which falls back to portable C on AMD's processors since Zen 3: a fourth of the speed.
    onnxruntime is faster everywhere, keeps to one thread, and a row of its product is the same whatever other
    rows there are (which OpenBLAS does not give): reports must not depend on how articles are batched.
    """

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Return the product of two matrices, each transposed first if wanted."""
        if x.dtype != np.float32 or y.dtype != np.float32 or not x.size or not y.size:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        left, right = (np.ascontiguousarray(matrix) for matrix in (x.T if trans1 else x, y if trans2 else y.T))
        # a single row takes another way through onnxruntime, with other roundings
        rows = np.concatenate([left, left]) if len(left) == 1 else left
        product = _session().run(None, {"x": rows, "y": right})[0][: len(left)]
        if out is None:
            return product
        out[:] = product
        return out


def speed_up(model: Model[Any, Any]) -> None:
    """Give the layers of a model these operations, unless they run on a GPU or have special ones already."""
    if find_spec("onnxruntime") is None:  # where there is none, thinc's own do, and the entity model is left out
        return
    for layer in model.walk():
        if type(layer.ops) is NumpyOps:
            layer.ops = OnnxOps()


@cache
def _session() -> InferenceSession:
    return open_session(resources.files("conflict_cli.data").joinpath("matrix_product.onnx").read_bytes())
