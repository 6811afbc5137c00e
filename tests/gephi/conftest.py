"""Every file is written once, and each program is started once for all of them."""

import pytest

from gephi.cases import CASES, MADE_UP, Case, Written, written
from gephi.programs import MissingError, Toolkit


@pytest.fixture(scope="session")
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[Case, Written]:
    directory = tmp_path_factory.mktemp("gephi")
    graphs = {case.of for case in CASES}
    of = {name: MADE_UP[name]() if name in MADE_UP else request.getfixturevalue(name) for name in sorted(graphs)}
    return {case: written(case, of[case.of], directory) for case in CASES}


@pytest.fixture(scope="session")
def toolkit() -> Toolkit:
    try:
        return Toolkit()
    except MissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module", params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture(scope="module")
def file(files: dict[Case, Written], case: Case) -> Written:
    return files[case]
