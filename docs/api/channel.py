#!/usr/bin/env python3
"""A channel in one file: what a customer writes here goes to the shop, what the shop answers is shown here.

    HUITOU_KEY=... docs/api/channel.py http://127.0.0.1:8080 tea --customer C-2001

Lines of the standard input stand for messages of the customer; a real channel gets them from a mail server, an SMS
provider or WeChat, with an id of theirs for each. What was sent and shown so far is kept in a file, so that the channel
goes on after a crash: nothing is lost, and nothing is there twice. The key has the role agent and the scope personal.
"""
import argparse, json, os, sys, threading, time, urllib.error, urllib.request

parser = argparse.ArgumentParser()
parser.add_argument("server")
parser.add_argument("shop")
parser.add_argument("--customer", help="the customer's id; left out: a visitor whom nobody knows")
parser.add_argument("--channel", default="sms")
parser.add_argument("--state", default="channel.json")
arguments = parser.parse_args()
API = f"{arguments.server}/v1/shops/{arguments.shop}"
HEADERS = {"Authorization": f"Bearer {os.environ['HUITOU_KEY']}"}


def call(method, path, body=None, key=None):
    """One call; what is over-busy or out of reach for a moment is tried again, under the same key."""
    headers = dict(HEADERS)
    if body is not None:
        headers["Content-Type"] = "application/json"
    if key:
        headers["Idempotency-Key"] = key
    data = None if body is None else json.dumps(body).encode()
    while True:
        try:
            request = urllib.request.Request(f"{API}/{path}", data, headers, method=method)
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code not in (409, 429, 503) or "Retry-After" not in error.headers:
                sys.exit(f"{method} {path}: {error.read().decode()}")
            time.sleep(int(error.headers["Retry-After"]))
        except OSError:
            time.sleep(1)


def kept():
    try:
        with open(arguments.state) as file:
            return json.load(file)
    except FileNotFoundError:
        return {"conversation": None, "shown": 0, "sent": 0, "pending": None}


def keep(state):
    """A whole file takes the place of the one before."""
    with open(arguments.state + ".new", "w") as file:
        json.dump(state, file)
    os.replace(arguments.state + ".new", arguments.state)


def pass_on(state, lock):
    """Sends what was written down to be sent; after a crash again, under the same key."""
    call("POST", f"conversations/{state['conversation']}/messages",
         {"kind": "text", "text": state["pending"], "by": "customer"},
         f"{state['conversation']}-{state['sent'] + 1}")
    with lock:
        state["sent"] += 1
        state["pending"] = None
        keep(state)


def show(state, lock):
    """Shows what the shop has said since, and tells how far the customer has got."""
    with lock:
        path = f"conversations/{state['conversation']}"
        while True:
            page = call("GET", f"{path}/messages?after={state['shown']}&limit=100")
            for message in page["items"]:
                if message["by"] == "shop":
                    print("shop:", message.get("text", f"({message['kind']})"), flush=True)
                state["shown"] = message["number"]
            if page["items"]:
                call("PUT", f"{path}/marks", {"by": "customer", "delivered": state["shown"]})
                keep(state)
            if not page.get("next"):
                return


def follow(state, lock):
    """The live stream says that something happened; what, is read. After a break everything since is read anyway."""
    while True:
        try:
            request = urllib.request.Request(f"{API}/events", headers=HEADERS)
            with urllib.request.urlopen(request, timeout=60) as stream:
                show(state, lock)
                for line in stream:
                    if line.startswith(b"data:") and state["conversation"].encode() in line:
                        show(state, lock)
        except OSError:
            time.sleep(1)


def main():
    state, lock = kept(), threading.Lock()
    if not state["conversation"]:
        opening = {"channel": arguments.channel}
        if arguments.customer:
            opening["customerId"] = arguments.customer
        key = f"{arguments.channel}-{arguments.customer or os.urandom(8).hex()}-{int(time.time())}"
        state["conversation"] = call("POST", "conversations", opening, key)["id"]
        keep(state)
    if state["pending"]:
        pass_on(state, lock)
    threading.Thread(target=follow, args=(state, lock), daemon=True).start()
    for line in sys.stdin:
        # A provider's own id of the message is the better key: it stays the same when the provider sends it again.
        if text := line.strip():
            with lock:
                state["pending"] = text
                keep(state)
            pass_on(state, lock)
    show(state, lock)


if __name__ == "__main__":
    main()
