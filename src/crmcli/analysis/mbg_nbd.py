"""MBG/NBD: a customer may leave after any order, the first included.

Sources: E. Batislam, M. Denizel & A. Filiztekin, "Empirical validation and comparison of models for customer base analysis",
International Journal of Research in Marketing 24 (2007); D. Hoppe & U. Wagner, "Customer base analysis: the case for a central
variant of the betageometric/NBD model", Marketing JRM 3 (2007). The arithmetic is `buying_fit`'s with c = b.
"""

from __future__ import annotations

from crmcli.analysis.buying_fit import BuyingModel

MODEL = BuyingModel("mbg-nbd", 0.0)

fit = MODEL.fit
log_likelihood = MODEL.log_likelihood
p_active = MODEL.p_active
expected = MODEL.expected
expected_new = MODEL.expected_new
p_no_order = MODEL.p_no_order
