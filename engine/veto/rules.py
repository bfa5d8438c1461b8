"""The chain's rules: from finding to relief, duty, repeated duty, person, school and effects.

They are generic: a clause, a post, an area or an effect is a fact, so the number of rules
does not grow with the ruleset. What needs counting or weighing (which clause of an event is
the heaviest, which of a person's duties is the highest) is settled between the firings by
`engine.veto.referee`, which states its findings as facts: `ruling`, `counted`, `again`.

Three words stand for a status: in_force 生效, proposed 否决建议, undetermined 待核实.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.veto.patterns import Kinds, Rule, fact

# kind -> properties. A fact of a kind always has all of them.
KINDS: Kinds = {
    # from the screen
    "finding": ("case", "clause", "record", "state"),  # state: certain | open
    "review": ("case", "outcome", "relief", "to"),  # none | unsigned | exempt | reduced | open
    "decision": ("case", "status"),
    "liability": ("case", "state"),  # fault | excused | open
    "person": ("case", "effect", "name"),
    # from the ruleset and the leaders' table
    "clause": ("clause", "area"),
    "leads": ("clause", "effect", "form"),
    "further": ("effect", "then", "form"),
    "recurrence": ("effect", "state"),  # holds | open
    "bars": ("effect", "post"),
    "duty": ("area", "post", "duty"),
    "holds": ("name", "post"),
    "owns": ("name", "area", "duty"),
    "earlier": ("name",),
    "forbids": ("use",),
    # from the referee
    "ruling": ("case", "verdict", "to"),  # stands | yields
    "personal": ("case", "effect"),
    "counted": ("case", "name", "duty"),
    "again": ("name", "first", "case"),
    # derived
    "exempted": ("case", "relief"),
    "mitigated": ("case", "to", "relief"),
    "charge": ("case", "clause"),
    "pending": ("case", "clause"),
    "standing": ("case", "clause", "area", "status"),
    "absorbed": ("case", "clause", "to"),
    "undetermined": ("case", "clause"),
    "excused": ("case",),
    "answerable": ("case", "area", "status"),
    "answers": ("case", "name", "post", "duty"),
    "bears": ("case", "name", "duty", "status"),
    "repeated": ("case", "name", "status"),
    "withheld": ("case", "name", "use", "status"),
    "veto": ("case", "clause", "status"),
    "effect": ("case", "effect", "form", "status"),
    "doubtful": ("case", "effect"),
    "barred": ("case", "effect", "name", "status"),
}

# Which post a leader answers by for an area that the leader owns (一岗双责).
OWNER = "owner"

_RELIEF = (
    Rule(
        "exempt",
        "免除情形成立：条款不再适用",
        (
            fact("finding", case="?case", state="certain"),
            fact("review", case="?case", outcome="exempt", relief="?relief"),
        ),
        fact("exempted", case="?case", relief="?relief"),
    ),
    Rule(
        "mitigate",
        "减轻情形成立：降为较轻的条款",
        (
            fact("finding", case="?case", state="certain"),
            fact("review", case="?case", outcome="reduced", relief="?relief", to="?to"),
        ),
        fact("mitigated", case="?case", relief="?relief", to="?to"),
    ),
    Rule(
        "charge_reduced",
        "按减轻后的条款论",
        (fact("mitigated", case="?case", to="?clause"),),
        fact("charge", case="?case", clause="?clause"),
    ),
    Rule(
        "charge_in_full",
        "没有减轻免除情形：按原条款论",
        (
            fact("finding", case="?case", clause="?clause", state="certain"),
            fact("review", case="?case", outcome="none"),
        ),
        fact("charge", case="?case", clause="?clause"),
    ),
    Rule(
        "charge_unsigned",
        "减轻免除未经签批：仍按原条款论",
        (
            fact("finding", case="?case", clause="?clause", state="certain"),
            fact("review", case="?case", outcome="unsigned"),
        ),
        fact("charge", case="?case", clause="?clause"),
    ),
    Rule(
        "await_facts",
        "触发条件读到缺失的事实：待核实",
        (fact("finding", case="?case", clause="?clause", state="open"),),
        fact("pending", case="?case", clause="?clause"),
    ),
    Rule(
        "await_relief",
        "减轻免除情形不能判定：待核实",
        (
            fact("finding", case="?case", clause="?clause", state="certain"),
            fact("review", case="?case", outcome="open"),
        ),
        fact("pending", case="?case", clause="?clause"),
    ),
)

_STANDING = (
    Rule(
        "stand",
        "条款成立，状态依认定情况",
        (
            fact("charge", case="?case", clause="?clause"),
            fact("ruling", case="?case", verdict="stands"),
            fact("decision", case="?case", status="?status"),
            fact("clause", clause="?clause", area="?area"),
        ),
        fact("standing", case="?case", clause="?clause", area="?area", status="?status"),
    ),
    Rule(
        "give_way",
        "同一事件已有更重的条款：并入",
        (
            fact("charge", case="?case", clause="?clause"),
            fact("ruling", case="?case", verdict="yields", to="?to"),
            fact("standing", case="?to"),
        ),
        fact("absorbed", case="?case", clause="?clause", to="?to"),
    ),
    Rule(
        "give_way_pending",
        "同一事件已有更重的条款生效：待核实的并入",
        (
            fact("pending", case="?case", clause="?clause"),
            fact("ruling", case="?case", verdict="yields", to="?to"),
            fact("standing", case="?to"),
        ),
        fact("absorbed", case="?case", clause="?clause", to="?to"),
    ),
    Rule(
        "stay_undetermined",
        "事实未明：待核实",
        (
            fact("pending", case="?case", clause="?clause"),
            fact("ruling", case="?case", verdict="stands"),
        ),
        fact("undetermined", case="?case", clause="?clause"),
    ),
)

_DUTY = (
    Rule(
        "excuse",
        "尽职免责：责任不落到人",
        (fact("standing", case="?case"), fact("liability", case="?case", state="excused")),
        fact("excused", case="?case"),
    ),
    Rule(
        "hold_answerable",
        "责任领域的责任人应予担责",
        (
            fact("standing", case="?case", area="?area", status="?status"),
            fact("liability", case="?case", state="fault"),
        ),
        fact("answerable", case="?case", area="?area", status="?status"),
    ),
    Rule(
        "hold_answerable_pending",
        "能否尽职免责不能判定：担责待核实",
        (
            fact("standing", case="?case", area="?area"),
            fact("liability", case="?case", state="open"),
        ),
        fact("answerable", case="?case", area="?area", status="undetermined"),
    ),
    Rule(
        "answer_by_post",
        "岗位对该领域负责（党政同责）",
        (
            fact("answerable", case="?case", area="?area"),
            fact("duty", area="?area", post="?post", duty="?duty"),
            fact("holds", post="?post", name="?name"),
        ),
        fact("answers", case="?case", name="?name", post="?post", duty="?duty"),
    ),
    Rule(
        "answer_as_owner",
        "分管该领域（一岗双责）",
        (
            fact("answerable", case="?case", area="?area"),
            fact("owns", area="?area", name="?name", duty="?duty"),
        ),
        fact("answers", case="?case", name="?name", post=OWNER, duty="?duty"),
    ),
    Rule(
        "bear_once",
        "一人多岗只按最高的责任计一次",
        (
            fact("answerable", case="?case", status="?status"),
            fact("answers", case="?case", name="?name", duty="?duty"),
            fact("counted", case="?case", name="?name", duty="?duty"),
        ),
        fact("bears", case="?case", name="?name", duty="?duty", status="?status"),
    ),
)

_REPEATED = (
    Rule(
        "repeat_after_last_year",
        "此前已被追责，再次担责（失责追责）",
        (
            fact("bears", case="?case", name="?name", status="?status"),
            fact("earlier", name="?name"),
        ),
        fact("repeated", case="?case", name="?name", status="?status"),
    ),
    Rule(
        "repeat_this_year",
        "本年度另一事件已担责，再次担责（失责追责）",
        (
            fact("again", name="?name", first="?first", case="?case"),
            fact("bears", case="?first", name="?name"),
            fact("bears", case="?case", name="?name", status="?status"),
        ),
        fact("repeated", case="?case", name="?name", status="?status"),
    ),
    Rule(
        "withhold",
        "失责追责：取消本人资格",
        (
            fact("repeated", case="?case", name="?name", status="?status"),
            fact("forbids", use="?use"),
        ),
        fact("withheld", case="?case", name="?name", use="?use", status="?status"),
    ),
)

_EFFECTS = (
    Rule(
        "veto_school",
        "否决学校",
        (fact("standing", case="?case", clause="?clause", status="?status"),),
        fact("veto", case="?case", clause="?clause", status="?status"),
    ),
    Rule(
        "follow",
        "条款所定的后果",
        (
            fact("veto", case="?case", clause="?clause", status="?status"),
            fact("leads", clause="?clause", effect="?effect", form="?form"),
        ),
        fact("effect", case="?case", effect="?effect", form="?form", status="?status"),
    ),
    Rule(
        "follow_second_year",
        "连续两年：加重的后果",
        (
            fact("effect", case="?case", effect="?effect", form="second_year", status="?status"),
            fact("recurrence", effect="?effect", state="holds"),
            fact("further", effect="?effect", then="?then", form="?form"),
        ),
        fact("effect", case="?case", effect="?then", form="?form", status="?status"),
    ),
    Rule(
        "doubt_second_year",
        "是否连续两年不能判定：待核实",
        (
            fact("effect", case="?case", effect="?effect", form="second_year"),
            fact("recurrence", effect="?effect", state="open"),
        ),
        fact("doubtful", case="?case", effect="?effect"),
    ),
    Rule(
        "follow_person",
        "并入的一案中另有其人：个人否决不并入",
        (
            fact("absorbed", case="?case"),
            fact("personal", case="?case", effect="?effect"),
            fact("decision", case="?case", status="?status"),
        ),
        fact("effect", case="?case", effect="?effect", form="bar_person", status="?status"),
    ),
    Rule(
        "bar_person",
        "个人否决",
        (
            fact("effect", case="?case", effect="?effect", form="bar_person", status="?status"),
            fact("person", case="?case", effect="?effect", name="?name"),
        ),
        fact("barred", case="?case", effect="?effect", name="?name", status="?status"),
    ),
    Rule(
        "bar_post",
        "岗位禁评：在岗的人",
        (
            fact("effect", case="?case", effect="?effect", form="bar_posts", status="?status"),
            fact("bars", effect="?effect", post="?post"),
            fact("holds", post="?post", name="?name"),
        ),
        fact("barred", case="?case", effect="?effect", name="?name", status="?status"),
    ),
)

CHAIN: tuple[Rule, ...] = _RELIEF + _STANDING + _DUTY + _REPEATED + _EFFECTS

MEANINGS: Mapping[str, str] = {rule.name: rule.meaning for rule in CHAIN}
