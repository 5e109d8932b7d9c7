"""Any table of marks within the rules, and a second way to its statistics."""

import statistics

from hypothesis import strategies as st

from learning import mark_tables

SHARES = st.sampled_from([0.0, 0.0, 1.0, 1.0, 0.5, 0.25, 0.3, 0.9])


@st.composite
def any_marks(draw, most_takers=14, most_items=6):
    """`maxmark` and `marks`, from one taker and one item; columns that are all alike come often."""
    highest = draw(st.lists(st.sampled_from([1, 2, 8, 0.5, 1.5]), min_size=1, max_size=most_items))
    maxima = {f"q{number}": value for number, value in enumerate(highest)}
    takers = draw(st.integers(1, most_takers))
    columns = {
        name: draw(
            st.one_of(
                st.lists(SHARES, min_size=takers, max_size=takers),
                SHARES.map(lambda share: [share] * takers),
            )
        )
        for name in maxima
    }
    marks = [{name: columns[name][taker] * maxima[name] for name in maxima} for taker in range(takers)]
    return maxima, marks


def tabled(maxima, marks):
    return mark_tables.table(maxima, marks)


def correlation(one, other):
    """100 times Pearson's r by the library's own way; None without variance (where the library gives noise)."""
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return 100 * statistics.correlation(one, other)
