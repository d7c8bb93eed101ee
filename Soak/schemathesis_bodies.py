"""How schemathesis writes bodies that it does not know by itself: JSON Lines."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def json_lines(_context, value) -> bytes:
    """What is made from a schema of a text goes as it is; everything else a line each."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    lines = value if isinstance(value, list) else [value]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)
