"""What became of the advice: every line is answered, and anything but “adopted” says why."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.models import Notice
from teleconsult import asking, disposing
from teleconsult.disposing import Decision
from teleconsult.models import AdviceItem, CloseOut, Consultation, Disposition, MovedOn, State
from tests.teleconsult.factories import Way

now = timezone.now
ADOPTED = Decision("adopted")


def items(case: Consultation) -> list[int]:
    return list(AdviceItem.objects.filter(opinion__consultation=case).values_list("pk", flat=True))


def dispose(case: Consultation, decisions: dict[int, Decision], by) -> None:
    disposing.dispose(case, decisions, patient_told=True, progress_note="03-02 病程", by=by, at=now())


def test_somebody_who_does_not_answer_for_the_case_records_nothing(way: Way, colleague) -> None:
    case = way.signed()
    for person in (colleague, way.expert):
        with pytest.raises(asking.NotTheOwner):
            dispose(case, dict.fromkeys(items(case), ADOPTED), person)


def test_a_line_without_an_answer_holds_up_the_whole(way: Way) -> None:
    case = way.signed()
    with pytest.raises(disposing.DecisionMissing):
        dispose(case, {items(case)[0]: ADOPTED}, way.doctor)
    assert not Disposition.objects.exists()
    assert case.state == State.SIGNED


@pytest.mark.parametrize("decision", ["partly", "not"])
def test_what_was_changed_or_left_says_why(way: Way, decision: str) -> None:
    case = way.signed()
    decisions = {**dict.fromkeys(items(case), ADOPTED), items(case)[1]: Decision(decision)}
    with pytest.raises(disposing.ReasonMissing):
        dispose(case, decisions, way.doctor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.create(item_id=items(case)[1], decision=decision, decided_at=now(), decided_by=way.doctor)


@pytest.mark.parametrize("state", ["opinion_draft", "disposed", "closed"])
def test_only_a_signed_opinion_is_acted_on_and_only_once(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        dispose(case, dict.fromkeys(items(case), ADOPTED), way.doctor)
    assert CloseOut.objects.filter(consultation=case).count() == (0 if state == "opinion_draft" else 1)


def test_each_line_keeps_its_answer_and_the_expert_is_told(way: Way) -> None:
    case = way.signed()
    first, second = items(case)
    dispose(case, {first: ADOPTED, second: Decision("partly", "改为三周后")}, way.doctor)
    kept = {row.item_id: (row.decision, row.because) for row in Disposition.objects.all()}
    assert kept == {first: ("adopted", ""), second: ("partly", "改为三周后")}
    assert (case.state, case.close_out.progress_note) == (State.DISPOSED, "03-02 病程")
    assert Notice.objects.filter(person=way.expert, kind="opinion-acted-on").exists()
