"""BG/NBD: nobody leaves before the second order.

Source: P. Fader, B. Hardie & K. Lee, "'Counting your customers' the easy way: an alternative to the Pareto/NBD model", Marketing
Science 24 (2005). The arithmetic is `buying_fit`'s with c = b - 1: a customer with one order so far is active by assumption,
so P(active) must not be used to find customers who have left; P(no order) may.
"""

from __future__ import annotations

from crmcli.analysis.buying_fit import BuyingModel

MODEL = BuyingModel("bg-nbd", -1.0)

fit = MODEL.fit
log_likelihood = MODEL.log_likelihood
p_active = MODEL.p_active
expected = MODEL.expected
expected_new = MODEL.expected_new
p_no_order = MODEL.p_no_order
