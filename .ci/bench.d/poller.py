"""What a person would write without the manager: asks for the messages of every rental; each new one
goes through the scripts in a Lua process of its own, whose output ends in a file, and is then noted in
SQLite, durably. Prints how many there were, and the seconds and processor seconds they took.

    poller.py URL KEY FOLDER HOOK SCRIPT..."""
import json, os, re, sqlite3, subprocess, sys, time, urllib.parse, urllib.request

url, key, folder, hook, *scripts = sys.argv[1:]
database = sqlite3.connect(folder + "/poller.db", isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute("CREATE TABLE seen (rental, at, sender, text, UNIQUE (rental, at, sender, text))")
log = open(folder + "/messages.txt", "ab")

def ask(path, **fields):
    form = urllib.parse.urlencode({"key": key, **fields}).encode()
    with urllib.request.urlopen(f"{url}/{path}", form) as answer:
        return json.load(answer)

rentals = [rental["rental_code"] for rental in ask("rental/retrieve")]
lists = [(code, ask("rental/retrieve_messages", rental_code=code)["messages"]) for code in rentals]
began, spent, count = time.monotonic(), sum(os.times()[:4]), 0
for rental, messages in lists:
    for message in reversed(messages):
        row = (rental, message["timestamp"], message["sender"], message["message"])
        if database.execute("SELECT 1 FROM seen WHERE (rental, at, sender, text) = (?, ?, ?, ?)", row).fetchone():
            continue
        code = re.search(r"\b\d{4,8}\b", message["message"])
        call = ["lua5.4", hook, message["sender"] or "", message["message"], code[0] if code else "", *scripts]
        subprocess.run(call, stdout=log, check=True)
        database.execute("INSERT INTO seen VALUES (?, ?, ?, ?)", row)
        count += 1
print(count, time.monotonic() - began, sum(os.times()[:4]) - spent)
