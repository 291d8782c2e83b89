#!/usr/bin/env bash
# Two files from elsewhere into a book: look first, import, and import again without harm.
#   CRM_DB=/tmp/try.db examples/import.sh
set -euo pipefail
cd "$(dirname "$0")"

crm import customers.csv --as contacts --dry-run
crm import customers.csv --as contacts
crm import orders.csv --as orders --date-order dmy --create-contacts

# The same file twice changes nothing.
crm import orders.csv --as orders --date-order dmy --create-contacts

crm find harbour
crm show "Café Lumen"
crm history
