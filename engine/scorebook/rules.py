"""What the catalogue of a run says of its rules, as the sheets need it."""

from __future__ import annotations

from typing import Any

from engine.ruleset.subject import Subject

Story = dict[str, Any]
INFORMATIVE = "仅供参考"
SCORED = "已计分"
# Of a school whose total stays blank, which is not 0.
NO_TOTAL = "无总分"


class Rules:
    """The rules of a run.

    Args:
        catalogue: As the run holds it.
    """

    def __init__(self, catalogue: Story) -> None:
        self.catalogue = catalogue
        self.subject = Subject(catalogue.get("subject", "学校"))
        self.dimensions: list[Story] = catalogue["dimensions"]
        self.indicators: list[Story] = catalogue["indicators"]
        self.by_id = {each["id"]: each for each in self.indicators}
        self._names = {each["id"]: each["name"] for each in self.dimensions}
        self._dimension = {each["id"]: each["id"] for each in self.dimensions}
        for each in self.indicators:
            for level in each["path"]:
                group, _, name = level.partition(" ")
                self._names.setdefault(group, name)
                self._dimension.setdefault(group, each["path"][0].partition(" ")[0])
            self._names[each["id"]] = each["name"]
            if each["path"]:
                self._dimension[each["id"]] = each["path"][0].partition(" ")[0]

    @property
    def title(self) -> str:
        """The name of the rules, and the year where the name does not say it."""
        name, year = str(self.catalogue["name"]), str(self.catalogue["year"])
        return name if year in name else f"{name} {year}年度"

    def say(self, text: str) -> str:
        """Return a text with what is assessed put in for the words in braces."""
        subject = self.subject
        return text.format(
            学校=subject,
            学校标识码=subject.id_word,
            量词=subject.measure,
            所学校=f"{subject.measure}{subject}",
        )

    def name_of(self, rule: str) -> str:
        """Return the name of an indicator, group or dimension; empty for anything else."""
        return str(self._names.get(rule, ""))

    def dimension_of(self, rule: str) -> str:
        """Return the dimension that a rule is part of, by id and name; empty without any."""
        found = self._dimension.get(rule, "")
        return f"{found} {self._names[found]}" if found else ""


def standard_of(indicator: Story) -> str:
    """Return the scoring standard: as the rules word it, else as it is computed."""
    return str(indicator["standard"] or indicator["computed"])
