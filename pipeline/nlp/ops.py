"""Matrix products of thinc through numpy's BLAS instead of BLIS."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.backends import NumpyOps

Floats = NDArray[np.float32]


class NumpyBlasOps(NumpyOps):  # type: ignore[misc]  # compiled, without types
    """As thinc's, but a product is `numpy.dot`: OpenBLAS on Linux, about twice as fast here as BLIS.

    numpy hands transposed views to BLAS as flags, without copying.
    """

    name = "numpy-blas"

    def gemm(
        self, x: Floats, y: Floats, *, out: Floats | None = None, trans1: bool = False, trans2: bool = False
    ) -> Any:  # noqa: ANN401 - as the parent
        """The product of two matrices, either of them transposed before."""
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)


def no_training(*_: object) -> None:
    """What stands in for the backward pass of a layer in its fast form.

    Raises:
        NotImplementedError: always.
    """
    message = "the fast recogniser does not train; load it with fast=False"
    raise NotImplementedError(message)
