"""How schemathesis writes bodies that it does not know by itself, JSON Lines, and reads what the document says of them."""

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


@schemathesis.hook("filter_case")
def what_can_be_told_from_what_is_right(_context, case) -> bool:
    """Whatever is sent as JSON Lines is a text, and a parameter without a value counts as left out: nothing refuses them."""
    if any(value in ("", [], {}, None) for value in (case.query or {}).values()):
        return False
    return case.media_type != "application/x-ndjson" or isinstance(case.body, (str, bytes))


@schemathesis.hook("before_load_schema")
def null_counts_as_absent(_context, document: dict) -> None:
    """Says at every member of a body that may be left out what the document says once, in words."""
    known = document["components"]["schemas"]
    seen = set()

    def allow_null(schema: dict) -> dict:
        if "$ref" in schema:
            return {"anyOf": [schema, {"type": "null"}]}
        kind = schema.get("type")
        if isinstance(kind, str):
            schema["type"] = [kind, "null"]
        if "enum" in schema and None not in schema["enum"]:
            schema["enum"].append(None)
        return schema

    def visit(schema: dict) -> None:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            if name not in seen:
                seen.add(name)
                visit(known[name])
            return
        for form in schema.get("oneOf", []) + schema.get("anyOf", []):
            visit(form)
        if "items" in schema:
            visit(schema["items"])
        required = schema.get("required", [])
        for name, member in schema.get("properties", {}).items():
            visit(member)
            if name not in required:
                schema["properties"][name] = allow_null(member)

    for operations in document["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict):
                for body in operation.get("requestBody", {}).get("content", {}).values():
                    visit(body["schema"])
