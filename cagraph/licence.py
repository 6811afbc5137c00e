"""The licence of the data, as the formats want it named."""

from typing import Final

SHORT: Final = "CC BY 4.0"
SPDX: Final = "CC-BY-4.0"
NAME: Final = "Creative Commons Attribution 4.0 International"
URL: Final = "https://creativecommons.org/licenses/by/4.0/"
