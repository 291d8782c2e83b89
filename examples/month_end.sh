#!/usr/bin/env bash
# A month end on the demo book: who brings the money, who moved, whom to thank.
#   CRM_DB=demo.db examples/month_end.sh      (after `make demo`)
set -euo pipefail

crm segment --abc --limit 10
crm segment --abc --by margin --limit 5

# Keep today's classes to compare with next month's, and leave as a spreadsheet.
crm segment --abc --save --limit 0
crm segment --abc --csv > month_end.csv

# A segment becomes a tag, or a follow-up for each of its customers.
crm segment --abc --class A --tag-as best --limit 3
crm segment --abc --class A --followup "thank them for the year" --due +1w --limit 3
crm list --tag best --limit 5
