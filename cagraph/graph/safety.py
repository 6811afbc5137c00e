"""The safety of a store: backups, bringing one back, and looking a store over."""

from functools import cache
from pathlib import Path

from pyoxigraph import Quad

from cagraph.errors import CagraphError, ParameterError
from cagraph.graph.build import data_directory, emitted, load
from cagraph.graph.ledger import Ledger
from cagraph.model import MODEL, Model
from cagraph.records import register
from cagraph.settings import Settings
from cagraph.store import backup, doctor, snapshots
from cagraph.store.backup import Backup
from cagraph.store.doctor import Finding, Report


def back_up(settings: Settings, target: Path) -> Backup:
    """Copy what is current to a new directory and read it back, also while a service writes.

    Raises StoreMissingError, StoreError, ConflictError; ParameterError where the store is no directory.
    """
    return backup.make(store_directory(settings), target, settings.keys_file)


def restore(settings: Settings, place: Path, to: Path | None = None, force: bool = False) -> tuple[Backup, Path | None]:
    """Make a store of a backup, where the settings say or at another place; returns where the one before is kept.

    Raises StoreError, ConflictError; ParameterError where the store is no directory.
    """
    root = to or store_directory(settings)
    keys = settings.keys_file if to is None else root.parent / backup.KEYS
    return backup.restore(place, root, keys, force)


def look_over(settings: Settings, repair: bool = False, with_data: bool = False, model: Model = MODEL) -> Report:
    """What is wrong with a store, and with `repair`, what could be mended; `with_data` compares it with the records.

    Raises ConflictError where it is to be mended while another process writes; ParameterError.
    """

    @cache
    def records() -> tuple[str, list[Quad]]:
        return emitted(load(data_directory(settings), model), settings, model)

    root = store_directory(settings)
    report = (doctor.repair if repair else doctor.examine)(root, settings.keys_file, records, with_data)
    return _with_register(report, root, settings, model, repair) if report.sound else report


def _with_register(report: Report, root: Path, settings: Settings, model: Model, repair: bool) -> Report:
    """The same, with whether what loads look things up in is what the records and the journal give."""
    try:
        strays = Ledger(root, settings, model).strays
    except CagraphError:  # nothing was built yet, or the records are not known: then there is none to look things up in
        return report
    if not strays:
        return report
    if repair:
        with snapshots.writing(root):
            register.forget(root / register.NAME)
        return Report(report.findings, (*report.mended, "the register is forgotten; the next load makes it anew"))
    says = "what loads look records up in is not what the records and the journal give"
    return Report((*report.findings, Finding("register", says, True, "cagraph doctor --repair")), report.mended)


def store_directory(settings: Settings) -> Path:
    """Where the store is. Raises ParameterError where it is no directory."""
    if not isinstance(settings.store, Path):
        raise ParameterError(
            f"CAGRAPH_STORE names {settings.store}, and this is for a store in a directory",
            "use the server's own means, or name a directory",
        )
    return settings.store
