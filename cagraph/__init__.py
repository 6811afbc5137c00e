"""cagraph: a knowledge graph of Central Asian diplomacy, where every fact names its sources."""

__version__ = "0.1.0"
