"""The measures there are; an entry here is all that the façade, the command line and REST need of a new one."""

from types import MappingProxyType
from typing import Final

from cagraph.measures import balance, brokerage, centrality, flows, similarity, structure
from cagraph.measures.communities import communities
from cagraph.measures.measure import DISTANCES, SIGNS, UNUSED, Measure

_BROKERS: Final = "Gould and Fernandez 1989, Sociological Methodology 19"
_PORTFOLIOS: Final = "Häge 2011, Political Analysis 19(3)"

MEASURES: Final = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            Measure(
                "degree",
                "Degree",
                "Freeman 1979, Social Networks 1(3)",
                centrality.degree,
                weights=UNUSED,
                direction="used",
            ),
            Measure(
                "strength",
                "Strength",
                "Barrat, Barthélemy, Pastor-Satorras and Vespignani 2004, PNAS 101(11)",
                centrality.strength,
                direction="used",
            ),
            Measure(
                "betweenness",
                "Betweenness",
                "Freeman 1977, Sociometry 40(1); Brandes 2001, Journal of Mathematical Sociology 25(2)",
                centrality.betweenness,
                weights=DISTANCES,
                direction="used",
            ),
            Measure(
                "closeness",
                "Closeness",
                "Freeman 1979, Social Networks 1(3); Wasserman and Faust 1994, Social Network Analysis",
                centrality.closeness,
                weights=DISTANCES,
                direction="used",
            ),
            Measure(
                "eigenvector",
                "Eigenvector centrality",
                "Bonacich 1972, Journal of Mathematical Sociology 2(1)",
                centrality.eigenvector,
            ),
            Measure(
                "pagerank",
                "PageRank",
                "Brin and Page 1998, Computer Networks and ISDN Systems 30(1-7)",
                centrality.pagerank,
                direction="used",
            ),
            Measure(
                "clustering",
                "Clustering coefficient",
                "Watts and Strogatz 1998, Nature 393",
                structure.clustering,
                weights=UNUSED,
            ),
            Measure(
                "clustering-weighted",
                "Weighted clustering coefficient",
                "Onnela, Saramäki, Kertész and Kaski 2005, Physical Review E 71(6)",
                structure.clustering_weighted,
            ),
            Measure("core", "Core number", "Seidman 1983, Social Networks 5(3)", structure.core, weights=UNUSED),
            Measure("constraint", "Constraint", "Burt 1992, Structural Holes", structure.constraint, ranked=False),
            Measure(
                "communities",
                "Communities",
                "Blondel, Guillaume, Lambiotte and Lefebvre 2008, J. Stat. Mech. P10008; Hubert and Arabie 1985, "
                "Journal of Classification 2",
                communities,
                ranked=False,
                amounts=False,
            ),
            Measure(
                "reciprocity",
                "Reciprocity",
                "Wasserman and Faust 1994, Social Network Analysis",
                structure.reciprocity,
                weights=UNUSED,
                direction="needed",
            ),
            Measure(
                "similarity",
                "Similarity of portfolios, Cohen's kappa",
                f"Cohen 1968, Psychological Bulletin 70(4); {_PORTFOLIOS}",
                similarity.kappa,
                of="pairs",
                direction="used",
            ),
            Measure(
                "similarity-pi",
                "Similarity of portfolios, Scott's pi",
                f"Scott 1955, Public Opinion Quarterly 19(3); {_PORTFOLIOS}",
                similarity.pi,
                of="pairs",
                direction="used",
            ),
            Measure(
                "similarity-s",
                "Similarity of portfolios, Signorino and Ritter's S",
                "Signorino and Ritter 1999, International Studies Quarterly 43(1)",
                similarity.s,
                of="pairs",
                direction="used",
            ),
            Measure(
                "triads",
                "Triad census",
                "Holland and Leinhardt 1970, American Journal of Sociology 76(3)",
                structure.triads,
                weights=UNUSED,
                direction="needed",
            ),
            *(
                Measure(f"brokerage{dash}", title, _BROKERS, compute, weights=UNUSED, direction="used")
                for dash, title, compute in (
                    ("", "Brokerage", brokerage.brokerage),
                    ("-coordinator", "Brokerage as coordinator", brokerage.coordinator),
                    ("-consultant", "Brokerage as consultant", brokerage.consultant),
                    ("-gatekeeper", "Brokerage as gatekeeper", brokerage.gatekeeper),
                    ("-representative", "Brokerage as representative", brokerage.representative),
                    ("-liaison", "Brokerage as liaison", brokerage.liaison),
                )
            ),
            Measure(
                "asymmetry",
                "Asymmetry of ties",
                "Plane 1984, Economic Geography 60(4), of streams of migrants",
                flows.asymmetry,
                of="pairs",
                direction="needed",
            ),
            Measure(
                "net-inflow",
                "Net inflow",
                "Plane 1984, Economic Geography 60(4), of migrants",
                flows.net_inflow,
                direction="needed",
            ),
            Measure(
                "balance",
                "Structural balance",
                "Heider 1946, Journal of Psychology 21(1); Cartwright and Harary 1956, Psychological Review 63(5); "
                "Estrada and Benzi 2014, Physical Review E 90(4)",
                balance.balance,
                weights=SIGNS,
                signs="needed",
            ),
            Measure(
                "frustration",
                "Frustration",
                "Harary 1959, Behavioral Science 4(4); Aref, Mason and Wilson 2020, Networks 75(1)",
                balance.frustration,
                weights=SIGNS,
                signs="needed",
            ),
        )
    }
)
