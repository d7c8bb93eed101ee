"""Writes settings for schemathesis by which it knows ids of records that a demo server has.

usage: schemathesis_world.py ADDRESS ACCESS.json SETTINGS.toml

Without ids that are there nearly every call would end in 404, and what lies behind would never be tried.
"""

import json
import sys
import urllib.request


def main() -> None:
    address, access_file, settings_file = sys.argv[1:]
    with open(access_file, encoding="utf-8") as file:
        key = json.load(file)["rootKey"]

    def items(path: str) -> list[dict]:
        request = urllib.request.Request(address + path, headers={"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["items"]

    shop = items("/v1/shops")[0]["id"]
    base = f"/v1/shops/{shop}"
    orders = items(f"{base}/orders?limit=50")
    cases = items(f"{base}/cases?limit=50")
    talks = items(f"{base}/conversations")
    variants = [line["variantId"] for order in orders for line in order["lines"]]
    known = {
        "path.case": [case["id"] for case in cases],
        "path.order": [order["id"] for order in orders],
        "path.customer": [order["customerId"] for order in orders],
        "path.product": [product["id"] for product in items(f"{base}/products")],
        "path.complaint": [complaint["id"] for complaint in items(f"{base}/complaints")],
        "path.number": [refund["number"] for refund in items(f"{base}/refunds?state=all")],
        "path.member": [member["id"] for member in items(f"{base}/staff")],
        "path.visitor": [talk["visitorId"] for talk in talks if "visitorId" in talk],
        "path.conversation": [talk["id"] for talk in talks],
        "path.key": [key["id"] for key in items(f"{base}/keys")],
        "path.webhook": [webhook["id"] for webhook in items(f"{base}/webhooks")],
        "path.n": [1, 2],
        "query.orderId": [order["id"] for order in orders],
        "query.customerId": [order["customerId"] for order in orders],
        "body.orderId": [order["id"] for order in orders],
        "body.customerId": [order["customerId"] for order in orders],
        "body.lines.0.variantId": variants,
        "body.reason": ["noLongerNeeded", "defective", "notReceived", "wrongItem"],
    }
    with open(settings_file, "w", encoding="utf-8") as file:
        for name, values in known.items():
            if values:
                print(f"[dictionaries.{name.replace('.', '-')}]", file=file)
                print(f"values = {json.dumps(sorted(set(values)), ensure_ascii=False)}\n", file=file)
        print("[checks.negative_data_rejection]", file=file)
        # Too large is an answer of its own.
        print('expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "429"]\n', file=file)
        # Lines that cannot be read are named in the answer and leave the rest in place.
        print('[[operations]]\ninclude-operation-id = "importRecords"', file=file)
        print("checks.negative_data_rejection.enabled = false\n", file=file)
        print("[parameters]", file=file)
        # Other shops are another matter: the wall tests go there.
        print(f'"path.shop" = {json.dumps(shop)}', file=file)
        for name, values in known.items():
            if values:
                dictionary = name.replace(".", "-")
                print(f'"{name}" = {{ dictionary = "{dictionary}", probability = 0.8 }}', file=file)


if __name__ == "__main__":
    main()
