"""What leaders look at: counts per month, read as shares and times, with small numbers hidden.

`definitions` says what each figure means, once, for page, tooltip, file and documentation. `tallying` counts a month
from the rows and keeps the counts (a chore of `tick`); `figures` reads them; `hiding` decides what may be shown;
`live` is what waits now; `hours`, `erlang` and `forecast` are about expert time; `plots` and `files` draw and write.
"""
