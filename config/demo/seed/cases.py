"""All the stories of the demo: twelve vignettes, and forty-eight more."""

from config.demo.seed import (
    cases_addiction,
    cases_age,
    cases_bipolar,
    cases_child,
    cases_injections,
    cases_law,
    cases_mood,
    cases_organic,
    cases_perinatal,
    cases_psychosis,
    cases_sleep,
    vignettes_a,
    vignettes_b,
    vignettes_c,
    vignettes_d,
)
from config.demo.seed.story import Story

VIGNETTES: tuple[Story, ...] = (*vignettes_a.CASES, *vignettes_b.CASES, *vignettes_c.CASES, *vignettes_d.CASES)
MORE: tuple[Story, ...] = (
    *cases_perinatal.CASES,
    *cases_mood.CASES,
    *cases_bipolar.CASES,
    *cases_sleep.CASES,
    *cases_child.CASES,
    *cases_age.CASES,
    *cases_organic.CASES,
    *cases_psychosis.CASES,
    *cases_injections.CASES,
    *cases_addiction.CASES,
    *cases_law.CASES,
)
EVERYTHING: tuple[Story, ...] = (*VIGNETTES, *MORE)
