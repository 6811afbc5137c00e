"""The measures of records there are; an entry here is all that the façade, the command line and REST need of one."""

from types import MappingProxyType
from typing import Final

from cagraph.measures.records import changes, contacts, instruments, ratification
from cagraph.measures.records.measure import NETWORK, NODES, PAIRS, TOPICS, RecordMeasure
from cagraph.measures.records.tally import COUNTED
from cagraph.mirror.options import Choices

_EVENTS: Final = Choices(kinds=("Event",), scheme="level", bilateral=True)
_INSTRUMENTS: Final = Choices(kinds=("Instrument",), bilateral=True, topic=True)
_TREATIES: Final = Choices(kinds=("Treaty",), bilateral=True, topic=True)
_GROUPS: Final = (PAIRS, NODES, NETWORK)
_SURELY: Final = (
    "Values count what surely lies in the window; what only can, as a record known to the year, is in `high`."
)
_SIDELINES: Final = (
    "A visit to attend a meeting of several stands beside it as one of two, unless a record says that it is a part; "
    "those of the same days are on the sidelines."
)
_UNKNOWN: Final = "No record of an end is no end: a treaty in force is presumed to go on; see the treaty clock."
_POISSON: Final = (
    "Jackson et al. 2005, IEEE Signal Processing Letters 12(2); Killick, Fearnhead and Eckley 2012, Journal of the "
    "American Statistical Association 107(500)"
)
_SHUFFLED: Final = (
    "The p-value is of one change in two stretches that were found by looking for it; of many series some are small by "
    "chance."
)
_OVER: Final = (
    "Where counts come in bundles, as treaties signed on one visit, Poisson rates change more often than is real."
)
_RECORDED: Final = "A rate is that of what is recorded: it also changes where sources look more closely."

RECORD_MEASURES: Final = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            RecordMeasure(
                "contacts",
                "Contacts",
                "a count; who counts as having met is the rule of the view co-participation",
                contacts.contacts,
                contacts.RULE,
                _GROUPS,
                _EVENTS,
                contacts.CONTACTS,
                (_SURELY, _SIDELINES),
            ),
            RecordMeasure(
                "bilateral-share",
                "Bilateral share of contacts",
                "a share; contacts of two as in Newman 2001, Physical Review E 64, 016132",
                contacts.bilateral_share,
                contacts.RULE,
                (NODES, PAIRS, NETWORK),
                _EVENTS,
                contacts.SHARES,
                (_SURELY.partition(";")[0] + "; `low` and `high` are what the share can be.", _SIDELINES),
            ),
            RecordMeasure(
                "contact-changes",
                "Change points of contacts",
                _POISSON,
                changes.contact_changes,
                contacts.RULE,
                _GROUPS,
                _EVENTS,
                changes.COLUMNS,
                (_RECORDED, _SHUFFLED, _OVER),
            ),
            RecordMeasure(
                "instruments-made",
                "Instruments made",
                "a count",
                instruments.made,
                instruments.MADE,
                (*_GROUPS, TOPICS),
                _INSTRUMENTS,
                COUNTED,
                (_SURELY,),
            ),
            RecordMeasure(
                "instrument-changes",
                "Change points of instruments made",
                _POISSON,
                changes.instrument_changes,
                instruments.MADE,
                (*_GROUPS, TOPICS),
                _INSTRUMENTS,
                changes.COLUMNS,
                (_RECORDED, _SHUFFLED, _OVER),
            ),
            RecordMeasure(
                "treaties-in-force",
                "Treaties in force",
                "a count, by the Vienna Convention on the Law of Treaties, articles 24, 42, 54 to 59",
                instruments.in_force,
                instruments.STANDING,
                (*_GROUPS, TOPICS),
                _INSTRUMENTS,
                COUNTED,
                (_UNKNOWN,),
            ),
            RecordMeasure(
                "treaty-density",
                "Density of treaties in force",
                "Wasserman and Faust 1994, Social Network Analysis; of agreements, Kinne 2013, American Political "
                "Science Review 107(4)",
                instruments.density,
                instruments.STANDING,
                (TOPICS, NETWORK),
                _INSTRUMENTS,
                instruments.DENSITIES,
                (_UNKNOWN, "Treaties recorded without a topic count only in `all`."),
            ),
            RecordMeasure(
                "treaty-depth",
                "Formal depth of instruments",
                "an index of ours, after the dimension of obligation in Abbott, Keohane, Moravcsik, Slaughter and "
                "Snidal 2000, International Organization 54(3)",
                instruments.depth,
                instruments.MADE,
                (TOPICS, *_GROUPS),
                _INSTRUMENTS,
                instruments.DEPTHS,
                ("Instruments recorded without a topic count only in `all`.",),
            ),
            RecordMeasure(
                "time-to-ratify",
                "Time to ratify",
                "Turnbull 1976, Journal of the Royal Statistical Society B 38(3)",
                ratification.time_to_ratify,
                ratification.RULE,
                (NODES, NETWORK, TOPICS),
                _TREATIES,
                ratification.COLUMNS,
                (
                    "No record of consent is taken to be none, so that times are at most as long as told, and shares "
                    "that wait at most as large; `half_of_consented` leaves those out, and is a shorter bound.",
                    "What binds on signature needs no ratification; without a record it counts as waiting too.",
                ),
                ranked=False,
            ),
        )
    }
)
