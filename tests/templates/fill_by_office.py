"""Fill a workbook in through LibreOffice, as a clerk would: run by a Python that has `uno`.

Not a test: `python3 fill_by_office.py JOB.json`, where the job says which office to start, which
workbooks to open, what to write into which cell, and where and as what to save them. Prints the
refusals of protected cells as JSON.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8"}
PATIENCE_S = 90


def option(name, value):
    return PropertyValue(Name=name, Value=value)


def connect(pipe):
    """Return the desktop of the office that listens on a pipe, waiting until it is up."""
    resolver = uno.getComponentContext().ServiceManager.createInstance(
        "com.sun.star.bridge.UnoUrlResolver"
    )
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def fill(desktop, task):
    """Open one workbook, type into its cells, and save it; return the cells that refused."""
    source = uno.systemPathToFileUrl(task["open"])
    book = desktop.loadComponentFromURL(source, "_blank", 0, (option("Hidden", True),))
    refused = []
    try:
        for sheet, cell, kind, value in task["cells"]:
            target = book.Sheets.getByName(sheet).getCellRangeByName(cell)
            if target.CellProtection.IsLocked:
                refused.append(f"{sheet}!{cell}")
            elif kind == "number":
                target.setValue(value)
            elif kind == "typed":  # as from the keyboard: dates and percentages are recognised
                target.setFormula(value)
            else:
                target.setString(value)
        for out in map(Path, task["save"]):
            kept = (option("FilterName", FILTERS[out.suffix]), option("Overwrite", True))
            book.storeToURL(uno.systemPathToFileUrl(str(out)), kept)
    finally:
        book.close(True)
    return refused


def main(job):
    pipe = f"fill-{uuid.uuid4().hex}"
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(
            [
                job["office"],
                f"-env:UserInstallation={uno.systemPathToFileUrl(profile)}",
                "--headless", "--norestore", "--nologo", "--nodefault",
                f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            desktop = connect(pipe)
            refused = [fill(desktop, task) for task in job["tasks"]]
            with contextlib.suppress(Exception):  # it is gone before it can answer
                desktop.terminate()
            office.wait(30)
        finally:
            if office.poll() is None:
                office.kill()
                office.wait()
    print(json.dumps(refused, ensure_ascii=False))


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
