"""Write conflict_cli/data/matrix_product.onnx: the product of two matrices, of which the second is given transposed.

usage: python training/matrix_product/build.py conflict_cli/data/matrix_product.onnx

Needs onnx, which training/entity_model/requirements.txt brings.
"""

from __future__ import annotations

import sys
from pathlib import Path

from onnx import TensorProto, checker, helper

OPSET = 13


def main() -> None:
    """Write the file."""

    def matrix(name: str, rows: str, columns: str) -> object:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [rows, columns])

    graph = helper.make_graph(
        [helper.make_node("Gemm", ["x", "y"], ["product"], transB=1)],
        "matrix_product",
        [matrix("x", "rows", "inner"), matrix("y", "columns", "inner")],
        [matrix("product", "rows", "columns")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    checker.check_model(model)
    Path(sys.argv[1]).write_bytes(model.SerializeToString())


if __name__ == "__main__":
    main()
