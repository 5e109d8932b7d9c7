"""The demo alliance: invented people and places, twelve vignettes and forty-eight more consultations.

Everything here is sample content written for demonstration (domain.md §10). Nobody and no place in it is real. The
clinical texts must be reviewed by local clinicians, the consent texts by the legal office, before anything is reused.
"""
