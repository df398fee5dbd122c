"""The same burst through gammu-smsd: its phone is a folder that holds the messages, it stores each as a
file and runs a hook on it, a Lua process whose output ends in a file. Prints how many there were, and
the seconds and processor seconds they took.

    smsd.py URL KEY FOLDER HOOK SCRIPT..."""
import ctypes, json, os, shlex, signal, subprocess, sys, time, urllib.parse, urllib.request

url, key, folder, hook, *scripts = sys.argv[1:]

def ask(path, **fields):
    form = urllib.parse.urlencode({"key": key, **fields}).encode()
    with urllib.request.urlopen(f"{url}/{path}", form) as answer:
        return json.load(answer)

def utf16(text):
    return text.encode("utf-16-be").hex().upper()

# One file name in its inbox takes no more than a hundred messages of a second.
def stamp(index):
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(1_700_000_000 + index))

messages = [
    message
    for rental in ask("rental/retrieve")
    for message in reversed(ask("rental/retrieve_messages", rental_code=rental["rental_code"])["messages"])
]
# It takes its time; and what has no code is forwarded by no script.
messages = [message for message in messages if message["message"][0].isdigit()][:150]
for place in ["phone/sms/%d" % number for number in range(1, 6)] + ["phone/fs", "inbox"]:
    os.makedirs(f"{folder}/{place}")
for index, message in enumerate(messages, 1):
    sender, text = message["sender"] or "", message["message"]
    with open(f"{folder}/phone/sms/1/{index}", "w") as file:
        file.write(
            f'[SMSBackup000]\nPDU = Deliver\nSMSC = "+1"\nDateTime = {stamp(index)}\nState = UnRead\n'
            f'Number = "{sender}"\nNumberUnicode = {utf16(sender)}\nName = ""\nNameUnicode =\n'
            f"Text00 = {utf16(text)}\nCoding = Default_No_Compression\nFolder = 1\n"
            f"Length = {len(text)}\nClass = -1\nReplySMSC = False\nRejectDuplicates = False\n"
            "ReplaceMessage = 0\nMessageReference = 0\n\n")
with open(f"{folder}/hook", "w") as file:
    file.write(
        '#!/bin/sh\nexec lua5.4 %s "$SMS_1_NUMBER" "$SMS_1_TEXT" "${SMS_1_TEXT%%%% *}" %s >>%s\n'
        % tuple(map(shlex.join, ([hook], scripts, [f"{folder}/messages.txt"]))))
os.chmod(f"{folder}/hook", 0o755)
with open(f"{folder}/smsdrc", "w") as file:
    file.write(
        f"[gammu]\nmodel = dummy\nconnection = none\ndevice = {folder}/phone\n"
        f"[smsd]\nservice = files\ninboxpath = {folder}/inbox/\nrunonreceive = {folder}/hook\n"
        "commtimeout = 1\nreceivefrequency = 1\nstatusfrequency = 0\nchecksecurity = 0\nlogfile = /dev/null\n")
open(f"{folder}/messages.txt", "w").close()
began = time.monotonic()
# It must not outlive this, however this ends.
smsd = subprocess.Popen(
    ["gammu-smsd", "-c", f"{folder}/smsdrc"], stdout=subprocess.DEVNULL,
    preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGKILL))
count, ended = 0, began
while count < len(messages) and time.monotonic() - ended < 10:
    time.sleep(0.02)
    with open(f"{folder}/messages.txt", "rb") as file:
        found = file.read().count(b"\n")
    if found > count:
        count, ended = found, time.monotonic()
smsd.kill()
smsd.wait()
times = os.times()
print(count, ended - began, times.children_user + times.children_system)
