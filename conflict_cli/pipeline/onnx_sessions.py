"""Open what onnxruntime runs, in the one way that suits us."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_session(graph: Path | bytes) -> InferenceSession:
    """Return a session on one thread that reports nothing to anybody.

    Args:
        graph: an ONNX file, or what is in one.

    Raises:
        ImportError: onnxruntime is missing or can't be loaded.
    """
    # Imported without this, onnxruntime keeps a device id in the home folder and sends what it counts to Microsoft
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # the program that we are part of may have imported it before
    options = onnxruntime.SessionOptions()
    # articles are parsed side by side in processes; threads of one would only hinder the others
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    given = graph if isinstance(graph, bytes) else str(graph)
    return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])
