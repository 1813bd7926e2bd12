"""What the line over the summary sheet says of a cell: where its mark comes from and what it is counted of."""

from __future__ import annotations

from ezh_desktop.domain.figures import Basis, Proposal
from ezh_desktop.domain.russian import count
from ezh_desktop.services.pages.combining import NAME
from ezh_desktop.services.pages.summary import SummaryPage, SummaryPupil
from ezh_desktop.services.pages.summary_proposing import summary_proposal
from ezh_desktop.ui.models.summary import Column, SummaryModel, group_words, state_words

_GO = "Enter: страница предмета"


def words_of(model: SummaryModel, row: int, column: int) -> tuple[str, str]:
    """«Комаров Артём, Алгебра, год:» and «предложено 3, среднее (3 + 3 + 4 + 3) : 4 = 3,25»."""
    pupil = model.page.pupils[row]
    lead = f"{pupil.name}, {model.column_name(column)}:"
    if column == model.group_column:
        return f"{pupil.name}:", group_words(model.page, pupil, model.counted)
    if column == model.decision_column:
        texts = model.page.council_texts(pupil)
        return f"{pupil.name}:", "; ".join(texts) or model.decision(row)[0] or "решения совета нет"
    if column in model.outside(row):
        return lead, model.hint(row, column)
    return lead, _of_mark(model.page, pupil, model.columns[column])


def _of_mark(page: SummaryPage, pupil: SummaryPupil, column: Column) -> str:
    value = page.value(column.subject.subject, pupil.pupil, column.slot)
    said = _proposed(summary_proposal(page, column.subject, pupil.pupil, column.slot))
    if column.subject.parts:
        parts = [one.name for one in page.subjects if one.subject in column.subject.parts]
        return f"{NAME.lower()} складывается из годовых ({', '.join(parts)}) и экзамена{f': {said}' if said else ''}"
    state = page.states.get((column.subject.subject, pupil.pupil, column.slot), "")
    stands = f"отметка {value}" if value else state_words(state, pupil).lower() or "отметки нет"
    exempt = "освобождение" if (pupil.pupil, column.subject.subject) in page.exempt else ""
    return " · ".join(part for part in (stands, said, exempt, _GO) if part)


def _proposed(proposal: Proposal | None) -> str:
    """«предложено 3, среднее …», or why nothing is proposed."""
    if proposal is None or proposal.basis is Basis.NO_MARKS:
        return ""
    missing = f", без отметки: {count(proposal.missing, 'период', 'периода', 'периодов')}" if proposal.missing else ""
    return f"предложено {proposal.text}, среднее {proposal.mean.sum_text}{missing}"
