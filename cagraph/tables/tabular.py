"""What every result can be turned into."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from cagraph.tables import frames
from cagraph.tables.columns import Table
from cagraph.tables.page import page

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Tabular(ABC):
    """A result with rows: as a data frame of three libraries, and as HTML in notebooks.

    An entity is two columns, `x` with its id and `x_label`; a date three, `x` with its text, which keeps its
    precision, and `x_earliest` and `x_latest` with the first and last day that it can mean, where there is one.
    Several values are a list, evidence a list of the ids of claims. The libraries are the extras `pandas`, `polars`
    and `arrow`; without them ParameterError is raised.
    """

    @abstractmethod
    def table(self) -> Table:
        """The result as typed columns."""

    def to_pandas(self) -> "pandas.DataFrame":
        """A pandas data frame, with the types of columns that hold missing values."""
        return frames.to_pandas(self.table())

    def to_polars(self) -> "polars.DataFrame":
        """A Polars data frame."""
        return frames.to_polars(self.table())

    def to_arrow(self) -> "pyarrow.Table":
        """An Arrow table."""
        return frames.to_arrow(self.table())

    def _repr_html_(self) -> str:
        """The table as notebooks show it."""
        return page(self.table())
