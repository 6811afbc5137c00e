"""What schemathesis has to know of our media types: all of them are text."""

import schemathesis

schemathesis.serializer.alias(
    ["application/sparql-query", "application/sparql-update", "text/turtle", "application/n-triples"], "text/plain"
)
