#!/usr/bin/env bash
# A morning on the demo book: the list, a briefing, three calls, a promise, and second thoughts.
#   CRM_DB=demo.db examples/morning.sh        (after `make demo`)
set -euo pipefail

crm followups today --limit 5

# Whoever stands first: read up, call, and say what came of it. The call clears the row.
first=c$(crm followups today --limit 1 --plain | cut -f 1)
crm show "$first"
crm log "$first" "happy with the last delivery, wants a sample of the new roast" --mood 1 --next +2w

# Nobody picks up: an attempt is no contact and comes back the next working day.
second=c$(crm followups today --limit 1 --plain | cut -f 1)
crm log "$second" "rang twice" --outcome no-answer

# A message of theirs, and what we promised.
crm add "Harbour Kiosk" --phone "+371 20 000 001" --tag retail
crm log "Harbour Kiosk" "asks for prices" --direction in --channel email
crm log "Harbour Kiosk" "sent the list" --channel email --promise "bring samples" --next fri

# Wrong person? One word takes it back.
crm undo
crm history --limit 5
crm followups week --limit 5 --ics week.ics
